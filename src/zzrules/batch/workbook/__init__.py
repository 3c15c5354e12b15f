"""Excel workbooks (.xlsx): a sheet of case records in, the answers as a workbook that a legal office passes on.

`read_sheet` reads a sheet into a frame of text, as records are written; `Rulebook.frame` judges it; `write_workbook`
writes the frame of answers. Both need the packages of ``zzrules[excel]``, and say so if they are missing.
"""

from zzrules.batch.workbook.header import ROW_COLUMN
from zzrules.batch.workbook.sheets import read_sheet
from zzrules.batch.workbook.writing import fill_workbook, write_workbook

__all__ = ["ROW_COLUMN", "fill_workbook", "read_sheet", "write_workbook"]
