"""Conditions of policies, by what they mean, as formulas and diagrams: what holds of all cases."""
