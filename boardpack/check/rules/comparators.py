"""Rules about comparators: published figures that are old, of another definition, or printed nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.check import thresholds
from boardpack.check.rule import Remark, W
from boardpack.check.rules.common import indicator_rule, shown
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack


@indicator_rule("comparator-old", W, "A comparator is of a period more than two years back.")
def old(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """The latest figure of a comparator whose period ended more than 24 months before the pack's."""
    for name in dict.fromkeys(one.name for one in pack.comparators if one.ref == indicator.ref):
        found = pack.comparator(indicator.ref, name)
        if found is None or found.period is None:
            continue
        if found.period.last.until(pack.period.last) > thresholds.COMPARATOR_MONTHS:
            yield Remark(
                found.place, indicator.ref,
                f"{name} for {shown(pack, indicator)} is of {found.period_text}",
                "a figure of the last two years",
                "Bring in a newer one with `boardpack compare`, or take the row out.",
                pack.period.iso,
            )  # fmt: skip


@indicator_rule("comparator-definition", W, "A comparator is of a period under another definition.")
def other_definition(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A comparator from before the indicator's definition changed: the two may not be compared."""
    now = indicator.definition(pack.period)
    for name in dict.fromkeys(one.name for one in pack.comparators if one.ref == indicator.ref):
        found = pack.comparator(indicator.ref, name)
        if found is None or found.period is None or indicator.definition(found.period) is now:
            continue
        yield Remark(
            found.place, indicator.ref,
            f"{name} for {shown(pack, indicator)} is of {found.period_text}, before a new definition",
            "a figure under the same definition",
            "Take the row out, or bring in a figure under the new definition.",
            pack.period.iso,
        )  # fmt: skip
