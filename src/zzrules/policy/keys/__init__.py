"""What may stand where in the files: the keys of each mapping in the order of the guide, and what is said of each.

Readers take the keys from here, and so do the JSON Schemas that editors complete and check by (`keys.schema`).
"""
