"""Answer floor: the determination, and all that it says when asked: why, what is missing, how obligations stand."""
