"""Help while one types: what a language server says of policies, vocabularies, texts, calendars and features.

`workspace` holds the folders as they are being edited, and checks them; all else answers one question each of what it
found. Only `server` knows the protocol, and pygls.
"""
