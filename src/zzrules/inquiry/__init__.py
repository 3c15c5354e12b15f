"""Inquiry: why, why not, what is missing, what another reading would change. Asks the reference engine."""
