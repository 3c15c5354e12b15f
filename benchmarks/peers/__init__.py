"""One task, many engines: what zzrules costs beside what else one could use for it.

`task` is the task with its data, `contest` makes the contestants ready, compares their answers and times them, `page`
writes it up; every other module is a contestant, written as one who uses that engine would write it well.
"""
