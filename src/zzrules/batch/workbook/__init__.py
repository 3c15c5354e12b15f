"""Excel workbooks (.xlsx): a sheet of case records in, the answers out, as a workbook that people pass on.

`read_sheet` reads a sheet into a frame of text, `Rulebook.frame` judges it, `write_workbook` writes the frame of
answers. Both need the packages of ``zzrules[excel]``, and say so if one is missing.
"""

from zzrules.batch.workbook.header import ROW_COLUMN
from zzrules.batch.workbook.sheets import read_raw, read_sheet
from zzrules.batch.workbook.writing import board_bytes, fill_workbook, write_workbook

__all__ = ["ROW_COLUMN", "board_bytes", "fill_workbook", "read_raw", "read_sheet", "write_workbook"]
