"""What kinds of parts of policies scenarios show; a point is one of these, by its name, with what became of it."""

from typing import Final

REQUIREMENT: Final = "适用"
GROUND: Final = "情形"
ALTERNATIVE: Final = "情形之一"
PROCEDURE: Final = "手续"
DERIVED: Final = "推算"
ENTRY: Final = "结论的条件"
OUTCOME: Final = "结论"
CONSEQUENCE: Final = "后果"
STATE: Final = "义务"
BOUNDARY: Final = "界限"
PERIOD: Final = "期间"
CASE: Final = "取值"
READING: Final = "口径"
