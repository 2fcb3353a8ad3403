"""The audit of a pack before it is printed: data, coverage of the commentary, claims, waivers.

`check(pack, earlier)` gives every finding in a stable order, with waivers applied. The rules are in one
table, `boardpack.check.registry.RULES`; their thresholds in `boardpack.check.thresholds`.
"""

from boardpack.check.registry import check

__all__ = ["check"]
