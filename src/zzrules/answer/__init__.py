"""Answer floor: the determination, and all that it says when asked.

From the outside in:

- `determination`, `policy`, `ground`, `obligation`: the public answers; `parts`: the values that they are made of.
- `rendering`, `chronicle`: answers as text and Markdown; `wording`: nodes and values in Chinese.
- `evaluator`: from a record to its determination. `inquiry`: one record, judged; `standing`: how its obligations
  stand; `readings`: what other readings would change.
- `gaps` and `questions`: what keeps a condition open, and which answers would decide; `reasons`: why and why not.
- `view`: a trace as answers read it. `outline`, `shown`, `sheets`, `places`, `catalogue`: what is the same for every
  record, worked out once.
- `follow`: from the log of a case to a determination; `coverage`: which paragraphs the policies state;
  `concordance`: the regulation beside them (`written`: a policy as it stands; `witnesses`: what scenarios show of it).
"""
