"""A few tasks, many engines: what zzrules costs beside what else one could use for it.

`logic` is the language of conditions, `task` what a task consists of, `articles` and `suspension` are the tasks;
`contest` makes the contestants ready, compares their answers and times them, `page` writes it up. Every other module is
a contestant, which translates any task into what one who uses that engine would write.
"""
