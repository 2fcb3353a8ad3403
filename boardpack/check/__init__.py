"""The audit of a pack before it is printed: data, coverage of the commentary, claims, waivers.

`check(pack, earlier)` gives every finding in a stable order, with waivers applied; `audit` loads a month and
checks it. The rules are in one table, `boardpack.check.registry.RULES`. To add a rule, see `rule`.
"""

from boardpack.check.registry import check

__all__ = ["check"]
