"""A small clean pack, and the ways to change one thing in it: what the tests of the rules are made from.

`clean()` gives no finding at all. Everything in it is explained where it is made; the functions below it
return a changed copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from boardpack.load.markdown import parse
from boardpack.model.action import Action, ActionStatus
from boardpack.model.finding import Place
from boardpack.model.indicator import (
    Basis,
    Comparator,
    Definition,
    Indicator,
    Polarity,
    RagBands,
    Target,
    TargetStatus,
    Unit,
)
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.observation import DataNote, Observation, ValueStatus
from boardpack.model.pack import Abbreviation, Owner, Pack, PackFacts, Reported, Section, TableGroup
from boardpack.model.period import Period, financial_year

OCT = Period(2017, 10)
MONTHS = tuple(Period(2017, month) for month in range(4, 11))

VALUES = {
    "AB1": ("70%", "71%", "72%", "71%", "73%", "72%", "74%"),  # Red throughout: Green from 90%
    "AB2": ("410", "421", "405", "433", "428", "440", "437"),  # a volume, not rated
    "CD1": ("12", "12", "11", "13", "12", "12", "11"),  # Green: 14 days or fewer
}
BASES = {"AB1": ("287 410", "299 421", "292 405", "307 433", "312 428", "317 440", "323 437")}
"""Numerator and denominator of each month's percentage."""


def clean() -> Pack:
    """October 2017: two tables, three indicators, one of them Red; nothing to find."""
    return Pack(
        facts=PackFacts(
            "Made-up indicators", "Appendix 1", "Anytown Council", "Scrutiny Committee", "en-GB", "Public",
            "1", date(2017, 12, 4), date(2017, 11, 20), date(2017, 11, 8), date(2017, 11, 24),
            "democracy@example.org", "default", "", 0, Place("data/pack.toml", 1),
        ),
        period=OCT,
        year=financial_year(OCT),
        sections=(
            Section("visits", 1, "Visits", "VISITS", (table("visits", 1), table("waits", 2)),
                    Place("data/sections.csv", 2)),
        ),
        indicators=(
            indicator("AB 1", 1, "Percentage of home visits made on time", table="visits"),
            indicator("AB 2", 2, "Number of home visits due", table="visits", unit=Unit.COUNT,
                      polarity=Polarity.NEUTRAL),
            indicator("CD 1", 3, "Average wait for a repair (days)", table="waits", unit=Unit.DAYS,
                      polarity=Polarity.SMALLER, zero_possible=False),
        ),
        targets=(
            target("AB1", "90%", "90", "80", "90% or above Green 80% to under 90% Amber under 80% Red"),
            replace(
                target("AB2", "NA", None, None, ""), status=TargetStatus.NOT_APPLICABLE, comparator=None,
                reason="it is a measure of volume",
            ),
            target("CD1", "14", "14", "21", "14 or below Green over 14 to 21 Amber over 21 Red"),
        ),
        observations=observations(),
        narratives=(
            narrative(NarrativeKind.SUMMARY, "", "## Visits and waits\n\nAB 1 is still below its target.\n"),
            narrative(NarrativeKind.IMPROVEMENT, "visits", "AB 1 is Red: two rounds had no driver.\n"),
            narrative(NarrativeKind.NEXT_STEPS, "visits", "For AB 1, a relief driver starts soon.\n"),
            narrative(NarrativeKind.IMPROVEMENT, "waits", "CD 1 needs no more than the work in hand.\n"),
            narrative(NarrativeKind.NEXT_STEPS, "waits", ""),
        ),
        actions=(action("A-1"),),
        owners=(Owner("HV", "Head of Visits", Place("data/owners.csv", 2)),),
        glossary=(Abbreviation("RAG", "Red, Amber, Green", "", Place("data/glossary.csv", 2)),),
    )  # fmt: skip


def table(key: str, order: int) -> TableGroup:
    return TableGroup(
        key, order, "visits", "columns", "Visits and waits", Place("data/sections.csv", order + 1)
    )


def indicator(display: str, order: int, title: str, **changes: Any) -> Indicator:
    place = Place("data/indicators.csv", order + 1)
    definition = Definition(
        "", None, display, title, display, title, "", Place("data/definitions.csv", order + 1)
    )
    base = Indicator(
        display.replace(" ", "").upper(), order, "visits", "visits", (definition,), Unit.PERCENT, 0,
        Polarity.BIGGER, Basis.MONTH, "HV", zero_possible=True, ratio=None, in_summary=True, place=place,
    )  # fmt: skip
    return replace(base, **changes)


def target(ref: str, published: str, green: str | None, amber: str | None, methodology: str) -> Target:
    bands = None
    if green is not None and amber is not None:
        bands = RagBands(
            Decimal(green), Decimal(amber), Decimal(green) > Decimal(amber), of_denominator=False
        )
    return Target(
        ref, None, None, published, TargetStatus.SET,
        Comparator.AT_MOST if bands and not bands.bigger_is_better else Comparator.AT_LEAST,
        Decimal(green) if green else None, of_denominator=False, bands=bands, methodology=methodology,
        reason="", place=Place("data/targets.csv", {"AB1": 2, "AB2": 3, "CD1": 4}[ref]),
    )  # fmt: skip


def observations(values: Mapping[str, tuple[str, ...]] = VALUES) -> dict[tuple[str, Period], Observation]:
    """Every month's cell: a number, with its counts for the percentage and a number of waits for the days."""
    found = {}
    for row, (ref, cells) in enumerate(values.items(), 2):
        for column, (month, text) in enumerate(zip(MONTHS, cells, strict=True), 3):
            found[ref, month] = observation(ref, month, text, Place("data/values-2017-18.csv", row, column))
    for ref, pairs in BASES.items():
        for month, pair in zip(MONTHS, pairs, strict=True):
            top, bottom = (Decimal(part) for part in pair.split())
            found[ref, month] = replace(found[ref, month], numerator=top, denominator=bottom)
    for month in MONTHS:
        found["CD1", month] = replace(found["CD1", month], denominator=Decimal(60))
    return found


def observation(ref: str, month: Period, text: str, place: Place) -> Observation:
    digits = text.rstrip("%")
    known = digits.replace(".", "", 1).replace("-", "", 1).isdigit()
    return Observation(
        ref, month, Decimal(digits) if known else None,
        ValueStatus.FINAL if known else ValueStatus(text or "not stated"), text, place,
    )  # fmt: skip


def narrative(kind: NarrativeKind, key: str, source: str) -> Narrative:
    name = f"narratives/2017-10/{key or 'directors-summary'}.md"
    line = 10 if kind is NarrativeKind.NEXT_STEPS else 2
    return Narrative(kind, key, source, parse(source, Place(name, line))[0], Place(name, line))


def action(ref: str, **changes: Any) -> Action:
    base = Action(
        ref, 1, "Recruit a relief driver.", Period(2017, 9), Period(2017, 12), "Dec-17",
        ActionStatus.IN_PROGRESS, "in progress", "HV", ("AB1",), None, None, None,
        Place("data/actions-2017-10.csv", 2),
    )  # fmt: skip
    return replace(base, **changes)


# ---------------------------------------------------------------------------------------- changing


def with_indicator(pack: Pack, ref: str, **changes: Any) -> Pack:
    """Change an indicator; `title=` and the like go to its definition."""
    words = {key: changes.pop(key) for key in list(changes) if key in _DEFINITION}
    changed = []
    for one in pack.indicators:
        if one.ref == ref:
            first = replace(one.definitions[0], **words)
            one = replace(one, **{"definitions": (first, *one.definitions[1:]), **changes})  # noqa: PLW2901
        changed.append(one)
    return replace(pack, indicators=tuple(changed))


_DEFINITION = frozenset({"title", "summary_title", "reference", "summary_reference"})


def with_target(pack: Pack, ref: str, **changes: Any) -> Pack:
    """Change a target; `green=` and `amber=` go to its thresholds."""
    limits: dict[str, Any] = {k: Decimal(changes.pop(k)) for k in ("green", "amber") if k in changes}
    changed = []
    for one in pack.targets:
        if one.ref == ref:
            bands = replace(one.bands, **limits) if one.bands else None
            one = replace(one, **{"bands": bands, **changes})  # noqa: PLW2901
        changed.append(one)
    return replace(pack, targets=tuple(changed))


def with_values(pack: Pack, ref: str, *texts: str, keep_counts: bool = False) -> Pack:
    """Give an indicator other cells, one for each month; its counts go unless they are kept."""
    cells = dict(pack.observations)
    for month, text in zip(MONTHS, texts, strict=True):
        old = cells[ref, month]
        new = observation(ref, month, text, old.place)
        if keep_counts or old.numerator is None:
            new = replace(new, numerator=old.numerator, denominator=old.denominator)
        cells[ref, month] = new
    return replace(pack, observations=cells)


def with_cell(pack: Pack, ref: str, month: Period, **changes: Any) -> Pack:
    """Change one month's cell."""
    cells = dict(pack.observations)
    cells[ref, month] = replace(cells[ref, month], **changes)
    return replace(pack, observations=cells)


def with_action(pack: Pack, **changes: Any) -> Pack:
    """Change the one action."""
    return replace(pack, actions=(replace(pack.actions[0], **changes),))


def with_facts(pack: Pack, **changes: Any) -> Pack:
    """Change facts of the pack."""
    return replace(pack, facts=replace(pack.facts, **changes))


def with_narrative(pack: Pack, kind: NarrativeKind, key: str, source: str) -> Pack:
    """Write one piece of commentary anew."""
    kept = [narrative(kind, key, source) if (n.kind, n.table) == (kind, key) else n for n in pack.narratives]
    return replace(pack, narratives=tuple(kept))


def with_table(pack: Pack, key: str, **changes: Any) -> Pack:
    """Change a table of the one section."""
    section = pack.sections[0]
    tables = tuple(replace(t, **changes) if t.key == key else t for t in section.tables)
    return replace(pack, sections=(replace(section, tables=tables),))


def with_reported(pack: Pack, *cells: tuple[str, str, str, str, str]) -> Pack:
    """Add reported cells: where, ref, field, text, used."""
    rows = tuple(
        Reported(*cell, "", Place("data/reported-2017-10.csv", number))
        for number, cell in enumerate(cells, 2)
    )
    return replace(pack, reported=rows)


def with_note(pack: Pack, ref: str, month: Period, text: str) -> Pack:
    """Add a note beside an indicator's values."""
    return replace(pack, notes=(DataNote(ref, month, month, text, Place("data/notes.csv", 2)),))


def with_likes(pack: Pack, ref: str, count: int) -> Pack:
    """Add so many indicators like one of the pack's, all of them Green throughout."""
    one = next(each for each in pack.indicators if each.ref == ref)
    goal = next(each for each in pack.targets if each.ref == ref)
    indicators, targets, cells = list(pack.indicators), list(pack.targets), dict(pack.observations)
    for number in range(11, 11 + count):
        display = f"AB {number}"
        words = replace(
            one.definitions[0], reference=display, summary_reference=display,
            title=f"{one.definitions[0].title}, round {number}",
            summary_title=f"{one.definitions[0].title}, round {number}",
        )  # fmt: skip
        copy = f"AB{number}"
        indicators.append(replace(one, ref=copy, order=number, definitions=(words,)))
        targets.append(replace(goal, ref=copy))
        for month in MONTHS:
            seen = observation(copy, month, "95%", cells[ref, month].place)
            cells[copy, month] = replace(seen, numerator=Decimal(95), denominator=Decimal(100))
    return replace(pack, indicators=tuple(indicators), targets=tuple(targets), observations=cells)
