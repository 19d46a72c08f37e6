"""Reads everything and writes nothing of others: reports, charts, dashboards."""
