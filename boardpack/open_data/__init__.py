"""The pack's figures as data for others: a tidy CSV file with its metadata, and an accessible workbook.

    tidy_rows   a Pack → a row for each indicator and period
    csv_bytes   the rows as CSV (UTF-8), by pandas
    csvw_bytes  what each column of that file means, as CSV on the Web metadata (JSON)
    workbook    the same figures as a workbook that follows the Analysis Function's rules

To add a column to that file, add its field to `tidy.TidyRow` and its row to `tidy.COLUMNS`.
"""

from boardpack.open_data.tidy import csv_bytes, csvw_bytes, tidy_rows
from boardpack.open_data.workbook import workbook_bytes

__all__ = ["csv_bytes", "csvw_bytes", "tidy_rows", "workbook_bytes"]
