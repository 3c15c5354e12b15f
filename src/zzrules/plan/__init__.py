"""Plan floor: policies in force on a date, names bound, exceptions resolved; the few node types that engines see."""
