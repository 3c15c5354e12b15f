"""Batch floor: files in and out. Knows records and answers, but no command line.

One record or log after another: `files` (with `jsontext`) and `logs` read them, `reminders` writes what falls due.

Data sets, judged by columns: `evaluation` takes one from file to file. `datasets` opens it, by way of `textfiles`,
`cells` and `workbook`; `streaming` runs it; `tally` counts for the `summary` as it goes by, and `refused` keeps the
rows that cannot be judged; `headings`, `words` and `workbook` write for people; `delivery` lets the result appear
whole or not at all.
"""
