"""Batch floor: files of case records in. Knows records and answers, but no command line."""
