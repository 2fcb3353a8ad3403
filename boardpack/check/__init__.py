"""The audit of a pack before it is printed: data, coverage of the commentary, claims, waivers.

`check(pack, earlier)` gives every finding in a stable order, with waivers applied. The rules stand in one
table, `boardpack.check.rules.RULES`; their thresholds in `boardpack.check.limits`.
"""

from boardpack.check.rules import check

__all__ = ["check"]
