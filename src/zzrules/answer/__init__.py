"""Answer floor: what a case record holds and what a determination says. Knows policies, but no engine."""
