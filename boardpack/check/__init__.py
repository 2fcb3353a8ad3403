"""The audit of a pack before it is printed: data, coverage of the commentary, claims, waivers.

`check(pack, earlier)` gives every finding in a stable order, with waivers applied; `audit` loads a month and
checks it. The rules are in one table, `boardpack.check.registry.RULES`; their thresholds in
`boardpack.check.thresholds`. To add a rule, see `rule`; its place is the module of its subject under
`rules`.
"""

from boardpack.check.registry import check

__all__ = ["check"]
