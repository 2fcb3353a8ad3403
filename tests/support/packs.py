"""Packs as values: the one builder of packs for tests that need no files.

    clean()                                   a small pack: three indicators, one of them Red, nothing to find
    pack(indicators, targets, observations)   a pack of just these
    with_indicator(pack, "AB1", owner="")     a changed copy; so with_target, with_value, with_action, …

The parts (`indicator`, `target`, `seen`, `series`, `section`, `narrative`, `action`, `facts`) have defaults
for all that a test is not about: a percentage, bigger is better, Green from 90, Amber from 85. Any field is
changed by its name: `indicator("B 2", unit=Unit.DAYS)`. The stored packs are fixtures, `october` and `small`
(tests/conftest.py); packs as files are made by tests/support/made_projects.py and projects.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from boardpack.load.markdown import parse
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
    canonical_ref,
)
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.observation import DataNote, Observation, ValueStatus
from boardpack.model.pack import (
    Abbreviation,
    Action,
    ActionStatus,
    Owner,
    Pack,
    PackFacts,
    Reported,
    Section,
    TableGroup,
)
from boardpack.model.period import Period, financial_year

OCT = Period(2017, 10)
MONTHS = tuple(Period(2017, month) for month in range(4, 11))

# ------------------------------------------------------------------------------------------- parts


def pack(
    indicators: Iterable[Indicator],
    targets: Iterable[Target] = (),
    observations: Iterable[Observation] = (),
    *,
    period: Period = OCT,
    **changes: Any,
) -> Pack:
    """A pack of these alone, without sections or commentary unless they are given."""
    cells = {(each.ref, each.period): each for each in observations}
    base = Pack(
        facts(), period, financial_year(period), (), tuple(indicators), tuple(targets), cells, (), (), (), ()
    )
    return replace(base, **changes)


def facts(**changes: Any) -> PackFacts:
    """What a pack says of itself, without dates."""
    base = PackFacts(
        "Indicators", "Appendix 1", "Sir Enghraifft", "", "en-GB", "", "1", None, None, None, None, "", "",
        "", 0, Place("data/pack.toml", 1),
    )  # fmt: skip
    return replace(base, **changes)


def section(key: str = "s", order: int = 1, title: str = "", *tables: TableGroup) -> Section:
    """A section, with a table of its own name unless others are given."""
    place = Place("data/sections.csv", order + 1)
    title = title or f"Title of {key}"
    return Section(key, order, title, title.upper(), tables or (table(key, order, key),), place)


def table(key: str, order: int = 1, section: str = "s", **changes: Any) -> TableGroup:
    """A table of a section, drawn as columns."""
    place = Place("data/sections.csv", order + 1)
    return replace(TableGroup(key, order, section, "columns", "", place), **changes)


def indicator(display: str = "A1", **changes: Any) -> Indicator:
    """An indicator as it is printed (`AB 1`); `title=` and the like go to its one definition."""
    words = {key: changes.pop(key) for key in list(changes) if key in DEFINITION}
    row = changes.get("order", 1) + 1
    title = words.get("title", f"Title of {display}")
    definition = Definition("", None, display, title, display, title, "", Place("data/definitions.csv", row))
    base = Indicator(
        canonical_ref(display), row - 1, "s", "t", (replace(definition, **words),), Unit.PERCENT, 0,
        Polarity.BIGGER, Basis.MONTH, "AB", zero_possible=True, ratio=None, in_summary=True,
        place=Place("data/indicators.csv", row),
    )  # fmt: skip
    return replace(base, **changes)


DEFINITION = frozenset({"title", "summary_title", "reference", "summary_reference"})
"""Fields that an indicator has in its definition."""


def target(
    display: str = "A1", green: str = "90", amber: str = "85", *, of: bool = False, **changes: Any
) -> Target:
    """A target with its bands; Green above Amber means that bigger is better; `of` means of the cohort."""
    bands = RagBands(Decimal(green), Decimal(amber), Decimal(green) > Decimal(amber), of)
    comparator = Comparator.AT_LEAST if bands.bigger_is_better else Comparator.AT_MOST
    base = Target(
        canonical_ref(display), None, None, f"{green}%", TargetStatus.SET, comparator, bands.green, of, bands,
        "", "", Place("data/targets.csv", 2),
    )  # fmt: skip
    return replace(base, **changes)


def no_target(display: str, reason: str) -> Target:
    """The row of an indicator that has no target, and why."""
    return target(
        display, published="NA", status=TargetStatus.NOT_APPLICABLE, comparator=None, value=None, bands=None,
        reason=reason,
    )  # fmt: skip


def seen(display: str, period: Period, value: str | None, **changes: Any) -> Observation:
    """One month's value; None where there were no cases."""
    number = None if value is None else Decimal(value)
    status = ValueStatus.NO_CASES if value is None else ValueStatus.FINAL
    place = Place("data/values-2017-18.csv", 2)
    base = Observation(canonical_ref(display), period, number, status, value or "", place)
    return replace(base, **changes)


def series(display: str, *values: str | None, last: Period = OCT) -> tuple[Observation, ...]:
    """Values of the months that end with one."""
    return tuple(
        seen(display, last.plus(index + 1 - len(values)), value) for index, value in enumerate(values)
    )


def observation(ref: str, month: Period, text: str, place: Place) -> Observation:
    """A cell as it is written: a number, or a word for a missing one."""
    digits = text.rstrip("%")
    known = digits.replace(".", "", 1).replace("-", "", 1).isdigit()
    return Observation(
        ref, month, Decimal(digits) if known else None,
        ValueStatus.FINAL if known else ValueStatus(text or "not stated"), text, place,
    )  # fmt: skip


def narrative(kind: NarrativeKind, key: str, source: str) -> Narrative:
    """A table's commentary under one heading, or (without a key) the directors' summary."""
    name = f"narratives/2017-10/{key or 'directors-summary'}.md"
    line = 10 if kind is NarrativeKind.NEXT_STEPS else 2
    return Narrative(kind, key, source, parse(source, Place(name, line))[0], Place(name, line))


def action(ref: str = "A-1", **changes: Any) -> Action:
    """An open action, raised in September and due in December."""
    base = Action(
        ref, 1, "Recruit a relief driver.", Period(2017, 9), Period(2017, 12), "Dec-17",
        ActionStatus.IN_PROGRESS, "in progress", "HV", ("AB1",), None, None, None,
        Place("data/actions-2017-10.csv", 2),
    )  # fmt: skip
    return replace(base, **changes)


# ------------------------------------------------------------------------------------------- clean

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
        facts=facts(
            title="Made-up indicators", council="Anytown Council", committee="Scrutiny Committee",
            classification="Public", meeting_date=date(2017, 12, 4), commentary_as_at=date(2017, 11, 20),
            data_extracted_on=date(2017, 11, 8), published_on=date(2017, 11, 24),
            contact="democracy@example.org", brand="default",
        ),
        period=OCT,
        year=financial_year(OCT),
        sections=(
            section("visits", 1, "Visits", *(
                table(key, order, "visits", summary_heading="Visits and waits")
                for order, key in enumerate(("visits", "waits"), 1)
            )),
        ),
        indicators=(
            indicator("AB 1", title="Percentage of home visits made on time", **VISITS),
            indicator("AB 2", title="Number of home visits due", order=2, unit=Unit.COUNT,
                      polarity=Polarity.NEUTRAL, **VISITS),
            indicator("CD 1", title="Average wait for a repair (days)", order=3, unit=Unit.DAYS,
                      polarity=Polarity.SMALLER, zero_possible=False, **{**VISITS, "table": "waits"}),
        ),
        targets=(
            target("AB 1", "90", "80", methodology="90% or above Green 80% to under 90% Amber under 80% Red"),
            replace(no_target("AB 2", "it is a measure of volume"), place=Place("data/targets.csv", 3)),
            target("CD 1", "14", "21", published="14", place=Place("data/targets.csv", 4),
                   methodology="14 or below Green over 14 to 21 Amber over 21 Red"),
        ),
        observations=observations(),
        narratives=(
            narrative(NarrativeKind.SUMMARY, "", "## Visits and waits\n\nAB 1 is still below its target.\n"),
            narrative(NarrativeKind.IMPROVEMENT, "visits", "AB 1 is Red: two rounds had no driver.\n"),
            narrative(NarrativeKind.NEXT_STEPS, "visits", "For AB 1, a relief driver starts soon.\n"),
            narrative(NarrativeKind.IMPROVEMENT, "waits", "CD 1 needs no more than the work in hand.\n"),
            narrative(NarrativeKind.NEXT_STEPS, "waits", ""),
        ),
        actions=(action(),),
        owners=(Owner("HV", "Head of Visits", Place("data/owners.csv", 2)),),
        glossary=(Abbreviation("RAG", "Red, Amber, Green", "", Place("data/glossary.csv", 2)),),
    )  # fmt: skip


VISITS: dict[str, Any] = {"section": "visits", "table": "visits", "owner": "HV"}


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


# ---------------------------------------------------------------------------------------- changing


def with_indicator(pack: Pack, ref: str, **changes: Any) -> Pack:
    """Change an indicator; `title=` and the like go to its definition."""
    words = {key: changes.pop(key) for key in list(changes) if key in DEFINITION}
    changed = []
    for one in pack.indicators:
        if one.ref == ref:
            first = replace(one.definitions[0], **words)
            one = replace(one, **{"definitions": (first, *one.definitions[1:]), **changes})  # noqa: PLW2901
        changed.append(one)
    return replace(pack, indicators=tuple(changed))


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


def with_value(
    pack: Pack, ref: str, month: Period, value: str, status: ValueStatus = ValueStatus.FINAL
) -> Pack:
    """Give a month another value, or one where it has none; an empty text for a missing value."""
    number = Decimal(value) if value else None
    cell = Observation(ref, month, number, status, value, pack.facts.place)
    return replace(pack, observations={**pack.observations, (ref, month): cell})


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
