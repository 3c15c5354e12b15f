"""Analysis floor: what policies say over all cases, not of one.

A policy is read by what it means (`meaning`, `openly`: whatever readings are taken), as formulas over variables with
few ways to turn out, held as decision diagrams on a `board` (`diagrams`; `relations` and `elements` say what goes
together). They prove what no case can bring about (`proof`). What they do not rule out is looked for among records with
real dates (`survey`, `drawing`, `wishes`, `loosening`, `completions`), which the engines judge (`court`, `columns`,
`witness`) before anyone sees them. So an answer is proven, shown by a record, or says how far it was looked for.

| question | modules |
|---|---|
| what does a change do | `difference`, `written` and `edits` (what was written), `report`, `scenario` |
| what does a reading change | `impact` |
| what is idle (`check`) | `advising`: `reach`, `idling` (`idle`, `sites`), `effects`, `excluding`, `attention` |
| what shows that | `cores`, `illustrating` |
| what do scenarios show (`coverage`) | `showing`: `points`, `parts`, `reaching`, `holes` |
"""
