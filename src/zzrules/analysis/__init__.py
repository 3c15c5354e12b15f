"""Analysis floor: what policies say over all cases, not of one.

Policies are read by what they mean, as formulas over variables with few ways to turn out, held as decision diagrams:
these prove what no case can bring about (`proving`). What they do not rule out is looked for among records with real
dates, which the engines judge before anyone sees them (`searching`). So an answer is proven, shown by a record, or says
how far it was looked for. The other rooms ask by these two, and `changes` knows nothing of the last two.

| room | question |
|---|---|
| `changes` | what does a change do, and another reading (`diff`, `readings`) |
| `advice` | what is idle, or said twice (`check`) |
| `coverage` | what do scenarios show (`coverage`) |
"""
