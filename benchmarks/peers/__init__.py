"""A few tasks, many engines: what zzrules costs beside the alternatives.

`logic` is the language of conditions, `task` what a task consists of, `articles` and `suspension` are the tasks;
`contest` makes the contestants ready, compares their answers and times them, `page` writes it up. Every other module is
a contestant: it translates any task into what a user of that engine would write.
"""
