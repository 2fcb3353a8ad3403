"""Rules about cells as the source had them: shifted rows, and everything that was normalised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from boardpack.analysis.rating import REPORTED_WORDS
from boardpack.check.rule import E, N, Remark, W, indicator_rule, rule, shown
from boardpack.load.value_parser import read_cell
from boardpack.load.values import reading_of
from boardpack.model.indicator import Indicator, Polarity, Target, TargetStatus, canonical_ref
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack, Reported
from boardpack.model.period import parse_iso


@indicator_rule("cells-shifted", E, "A row's cells stand one column to the right.")
def shifted(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A row whose cells are in their neighbours' columns: an owner that looks like a percentage."""
    cells = _cells(pack, indicator.ref)
    if indicator.owner and _is_number(indicator.owner):
        yield Remark(
            indicator.place, indicator.ref,
            f"the owner of {shown(pack, indicator)} looks like a number: “{indicator.owner}”",
            "an owner's code",
            "The row's cells stand one column to the right: put each back.",
        )  # fmt: skip
    owner, rag = cells.get("owner"), cells.get("rag")
    if owner is not None and _is_number(owner.text):
        initials = f", and its rating is “{rag.text}”" if rag and _is_owner(pack, rag.text) else ""
        yield Remark(
            owner.place, indicator.ref,
            f"{pack.shown(indicator.ref)} was reported with the owner “{owner.text}”{initials}",
            "an owner's code, and a rating word",
            "Nothing need be done: the pack uses the cells one column to the left.",
        )  # fmt: skip
    elif rag is not None and _is_owner(pack, rag.text):
        yield Remark(
            rag.place, indicator.ref,
            f"{pack.shown(indicator.ref)} was reported with an owner's initials as its rating: "
            f"“{rag.text}”",
            "a rating word",
            "Find out whether the row's cells stand one column to the right.",
        )  # fmt: skip


@indicator_rule("target-shifted", E, "The target stands in another column.")
def target_shifted(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A target that is some other column's cell, or that was reported in another column."""
    target = pack.target(indicator.ref, pack.period)
    named = indicator.unit.is_named  # whose targets are words: `Good`, `Yes`
    if target is not None and not named and _is_elsewhere(pack, target):
        yield Remark(
            target.place, indicator.ref,
            f"the target of {shown(pack, indicator)} is neither a number nor NA: “{target.published}”",
            "a number, NA, or words such as “Data only” where there is none",
            "Put the cells of the row back in their columns.",
        )  # fmt: skip
    cell = _cells(pack, indicator.ref).get("target")
    if cell is not None and not cell.text.strip() and cell.used.strip():
        yield Remark(
            cell.place, indicator.ref,
            f"{shown(pack, indicator)} was reported without a target; {cell.used} stood elsewhere",
            "the target in its own column",
            "Make sure that this is the target.",
        )  # fmt: skip


@indicator_rule("target-blank", W, "The target is blank, which may mean two things.")
def target_blank(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A target left blank: it is not said whether there is none or none was entered."""
    target = pack.target(indicator.ref, pack.period)
    if target is not None and not target.published.strip() and target.value is None:
        yield Remark(
            target.place, indicator.ref,
            f"the target of {shown(pack, indicator)} is blank",
            "a number, or NA where there is to be none",
            "Enter a target, or NA and the reason.",
        )  # fmt: skip


@indicator_rule("target-none-for-standard", W, "A title carries a standard and there is no target.")
def standard_without_target(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A title that carries a standard, such as “within 26 weeks”, and no target to meet it by."""
    target = pack.target(indicator.ref, pack.period)
    standard = _STANDARD.search(indicator.definition(pack.period).title)
    if standard is not None and (target is None or target.value is None):
        yield Remark(
            target.place if target else indicator.place, indicator.ref,
            f"the title of {shown(pack, indicator)} carries a standard (“{standard[0]}”), "
            "and there is no target",
            "how often the standard should be met",
            "Agree a target, or say why there is none.",
        )  # fmt: skip


@rule("cell-normalised", N, "The pack words a reported cell differently.")
def normalised(pack: Pack) -> Iterator[Remark]:
    """A cell of the source that the pack words differently, and why."""
    for cell in pack.reported:
        told = cell.field.startswith("value ")
        if not told and cell.used.strip() and cell.used.strip() != cell.text.strip():
            what = f"{pack.shown(cell.ref)} {cell.field}" if cell.ref else cell.field
            yield Remark(
                cell.place, cell.ref,
                f"{what} was reported as “{cell.text}” ({cell.where})",
                f"“{cell.used}”, which the pack uses",
                cell.reason or "Nothing need be done: both are kept.",
            )  # fmt: skip


@rule("reported-stale", E, "The log of reported cells says that the pack has what it no longer has.")
def stale(pack: Pack) -> Iterator[Remark]:
    """A reported cell whose `used` is not what the pack has: the cell was changed after it was logged.

    The pack's notes print `used` as what is in the pack, so that it would be untrue.
    """
    for cell in pack.reported:
        indicator = pack.indicator(cell.ref) if cell.where == "table" and cell.used.strip() else None
        now = _now(pack, indicator, cell) if indicator is not None else None
        if indicator is not None and now is not None:
            month = cell.field.rpartition(" ")[2] if _MEASURED.fullmatch(cell.field) else ""
            yield Remark(
                cell.place, indicator.ref,
                f"the {cell.field} of {shown(pack, indicator)} was logged as “{cell.used}” in the pack",
                f"“{now}”, which the pack has",
                "Delete the row if the cell was reported otherwise since; else put the figure right.",
                month,
            )  # fmt: skip


def _now(pack: Pack, indicator: Indicator, cell: Reported) -> str | None:
    """What the pack has in place of what was logged; None where they agree or cannot be compared."""
    measured = _MEASURED.fullmatch(cell.field)
    if measured is None:
        known = _KNOWN.get(cell.field)
        words = known(pack, indicator) if known is not None else ()
        return words[0] if words and _squeezed(cell.used) not in map(_squeezed, words) else None
    month = parse_iso(measured[2])
    observation = pack.observation(indicator.ref, month) if month is not None else None
    if observation is None:
        return None
    logged = read_cell(cell.used, reading_of(indicator, [cell.used], counts=measured[1] != "value"))
    if measured[1] != "value":
        count = observation.numerator if measured[1] == "numerator" else observation.denominator
        return None if count == logged.number else str(count)
    statuses = {observation.status, logged.status}
    same = len(statuses) == 1 or statuses <= {status for status in ValueStatus if status.has_value}
    return (
        None if same and observation.value == logged.number else observation.text or observation.status.value
    )


_MEASURED = re.compile(r"(value|numerator|denominator) ([0-9]{4}-[0-9]{2})")


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _target(pack: Pack, indicator: Indicator) -> tuple[str, ...]:
    target = pack.target(indicator.ref, pack.period)
    return (target.published,) if target is not None else ()


_KNOWN: dict[str, Callable[[Pack, Indicator], tuple[str, ...]]] = {
    "owner": lambda pack, indicator: (indicator.owner,) if pack.owners else (),
    "target": _target,
    "title": lambda pack, indicator: (indicator.definition(pack.period).title,),
    "reference": lambda pack, indicator: (indicator.definition(pack.period).reference,),
    "polarity": lambda _, indicator: (indicator.polarity.value,) if indicator.polarity else (),
}
"""What the pack has now of a field that is no figure."""


@rule("chart-placeholder", E, "A chart was reported as “Graph 1”.")
def placeholder(pack: Pack) -> Iterator[Remark]:
    """A title left by the program that drew the charts, or a header mistyped."""
    for cell in pack.reported:
        if re.fullmatch(r"(?i)(graph|chart|figure) \d+", cell.text.strip()):
            yield Remark(
                cell.place, cell.ref,
                f"a chart was reported with the title “{cell.text}”",
                "a title that says what it shows, and a text alternative",
                "Nothing need be done: every chart has its indicator's title and a text alternative.",
            )  # fmt: skip


@rule("cell-unknown", W, "A cell was reported for an unknown reference.")
def unknown_subject(pack: Pack) -> Iterator[Remark]:
    """A reported cell of an indicator or action that the pack does not have."""
    actions = {canonical_ref(action.ref) for action in pack.actions}
    for cell in pack.reported:
        if cell.ref and pack.indicator(cell.ref) is None and cell.ref not in actions:
            yield Remark(
                cell.place, cell.ref,
                f"a cell was reported for {cell.ref}, which the pack does not have",
                "a reference listed in indicators.csv or in the action log",
                "Correct the reference.",
            )  # fmt: skip


_STANDARD = re.compile(
    r"within (?:\d+(?:\.\d+)? (?:working )?(?:hours?|days?|weeks?|months?) of|statutory)", re.IGNORECASE
)


def _cells(pack: Pack, ref: str) -> dict[str, Reported]:
    """The cells of an indicator's table row, by field."""
    return {cell.field: cell for cell in pack.reported if cell.ref == ref and cell.where == "table"}


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[<>=£\s]*[\d.,]+\s*%?.*", text.strip()) is not None


def _is_elsewhere(pack: Pack, target: Target) -> bool:
    """Whether a target's words belong in another column: an owner's initials, a rating, a polarity.

    Where no target is set, any other words are what is printed: `Data only`, `Monitor`.
    """
    text = target.published.strip()
    if any(ch.isdigit() for ch in text) or text.casefold() in NO_TARGET:
        return False
    others = {*REPORTED_WORDS, *(polarity.value.casefold() for polarity in Polarity)}
    return target.status is TargetStatus.SET or _is_owner(pack, text) or text.casefold() in others


NO_TARGET = frozenset({"", "na", "n/a", "none", "-", "–", "no target", "not set", "not applicable", "tbc"})
"""The words that sources use where there is no target."""


def _is_owner(pack: Pack, text: str) -> bool:
    """Whether some text is an owner's code; a word is an owner only when owners.csv has it."""
    return bool(text.strip()) and pack.owner(text.strip()) is not None
