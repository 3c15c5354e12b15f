"""The State Council's notices as published: read into a `Notice`, added to a calendar, written into a year's file."""
