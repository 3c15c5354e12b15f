"""Ground floor: truth, citations, the regulation's text, working days, errors. Knows nothing of policies."""
