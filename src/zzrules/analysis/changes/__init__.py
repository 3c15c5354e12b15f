"""What a change of policies, or another reading, does: what was written, what is proven, which cases turn."""
