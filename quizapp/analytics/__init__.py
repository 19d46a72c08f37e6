"""Reads everything and writes nothing of others: reports, charts, dashboards."""

import os

# Before arrays are loaded: on tables of this size threads wait for each other three times as long as they count.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
