"""Spreadsheets and CSV files, in and out. The names below are what other packages use."""

# Re-exported, against the habit of empty __init__ files: a dozen importers need these and no one needs the parts.
from .cells import PartialDate, as_date, as_phone, as_text, is_date_column
from .encodings import decode_text
from .headers import Column
from .reading import read_rows
from .remarks import RejectedRow, RowWarning
from .rows import Cell, Limits, Row
from .table import Record, Section, Table, find_table, refuse_error_values
from .writing import write_csv, write_xlsx

__all__ = [
    "Cell",
    "Column",
    "Limits",
    "PartialDate",
    "Record",
    "RejectedRow",
    "Row",
    "RowWarning",
    "Section",
    "Table",
    "as_date",
    "as_phone",
    "as_text",
    "decode_text",
    "find_table",
    "is_date_column",
    "read_rows",
    "refuse_error_values",
    "write_csv",
    "write_xlsx",
]
