"""Mapping files (对照): how an office's register becomes records, without a change to the register.

`model` is what a mapping says, `files` reads one with all that is wrong in it (`targets` finds the facts that columns
are), `cells` reads a cell by it, `register` whole tables, and `draft` looks at a table and writes a first mapping.
"""
