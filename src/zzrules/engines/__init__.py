"""Engine floor: each engine translates the plan and adds no meaning. Engines do not know one another.

What they share: `judgement` (what all of them answer) and `columns` (in which columns answers can be given).
`reference` is the specification; `compiled` serves single records, `columnar` frames, `chaining` obligations of a case.
"""
