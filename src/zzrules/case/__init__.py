"""Case floor: what is known of a case: its record, or the log of its events folded into the record of a day."""
