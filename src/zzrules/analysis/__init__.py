"""Analysis floor: what policies say over all cases, not of one.

A question is read as a formula over variables with few ways to turn out (`reading`), held as a decision diagram
(`diagrams`), which proves what no case can bring about. What it does not rule out is looked for among records with real
dates (`completions`, led by `wishes`), and every record found is judged by the engines before anyone sees it
(`search`). So an answer is proven, shown by a record, or says how far it was looked for.
"""
