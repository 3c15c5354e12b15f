"""The State Council's notices as published: their text read into a `Notice`, and a notice written into a year's file."""
