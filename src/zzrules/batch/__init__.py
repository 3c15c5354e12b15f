"""Batch floor: files in and out. Knows records and answers, but no command line.

One record or log after another: `files` and `logs` read them (through `jsontext` and `yamlrecords`), `lines` gives the
answers as flat data, `reminders` writes what falls due. `formats` is the table of file formats.

Registers as offices keep them become records by a `mapping`, which is a file of its own.

Data sets, judged by columns: `evaluation` takes one from file to file. `sources` are its files, `datasets` opens them
(through `textfiles`, `cells` and `workbook`), and `streaming` runs it. `tally` counts for the `summary` as rows go by;
`refused` keeps those that cannot be judged. `headings`, `words` and `workbook` write for people; `delivery` lets a
result appear whole or not at all.
"""
