"""For each rule, one fault in the clean pack that it must find: rule, whose fault it is, the faulty pack.

A rule without a row here fails `test_rules.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from boardpack.load.rating_schemes import levels_of
from boardpack.model.finding import Place
from boardpack.model.indicator import (
    Basis,
    Comparator,
    LevelBands,
    LevelEdge,
    Override,
    Polarity,
    RagBands,
    Ratio,
    Unit,
)
from boardpack.model.narrative import NarrativeKind
from boardpack.model.observation import ComparatorFigure, DataNote, Forecast, Restatement, ValueStatus
from boardpack.model.pack import ActionStatus, Owner, Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rag
from boardpack.words import read_words
from tests.support.packs import (
    MONTHS,
    OCT,
    clean,
    with_action,
    with_cell,
    with_facts,
    with_indicator,
    with_likes,
    with_narrative,
    with_note,
    with_reported,
    with_table,
    with_target,
    with_values,
)

Case = tuple[str, str, Callable[[], Pack]]

IMPROVEMENT, STEPS, SUMMARY = NarrativeKind.IMPROVEMENT, NarrativeKind.NEXT_STEPS, NarrativeKind.SUMMARY
AB1 = ["70%", "71%", "72%", "71%", "73%", "72%"]
LEVELS = "95% or more Blue, 85% to under 95% Green, 75% to under 85% Amber, under 75% Red"
COHORT = "14% of cohort or below Green over 14% to 21% Amber over 21% Red"
GAPPED = "90% or above Green 80%-88% Amber under 80% Red"


def reported(*words: str, where: str = "table") -> Pack:
    """The clean pack with one reported rating for each indicator."""
    rows = zip(("AB1", "AB2", "CD1"), words, strict=True)
    return with_reported(clean(), *((where, ref, "rag", word, "") for ref, word in rows))


def cell(ref: str, field: str, text: str, used: str = "") -> Pack:
    return with_reported(clean(), ("table", ref, field, text, used))


def ab1(*last: str) -> Pack:
    """The clean pack with other last values for the percentage, and no counts."""
    return with_values(clean(), "AB1", *AB1[: len(MONTHS) - len(last)], *last)


def redefined(start: Period = OCT, **changes: object) -> Pack:
    """The clean pack with a second definition of the percentage."""
    pack = clean()
    first = pack.indicators[0].definitions[0]
    second = replace(first, version="new", start=start, change="It counts all visits.", **changes)
    changed = replace(pack.indicators[0], definitions=(first, second))
    return replace(pack, indicators=(changed, *pack.indicators[1:]))


def with_comparator(text: str, period: Period) -> Pack:
    """The clean pack with a published figure of that period beside the percentage."""
    england = ComparatorFigure(
        "AB1", "England", period, text, Decimal(80), "Department", "", "", Place("data/comparators.csv", 2)
    )
    return replace(clean(), comparators=(england,))


def renamed(**methodologies: str) -> Pack:
    """The clean pack, which calls Red off track and Amber at risk, in its bands and commentary as well."""
    pack, words = clean(), read_words(own={"rating.red": "Off track", "rating.amber": "At risk"})
    prose = tuple(replace(each, source=each.source.replace("Red", "Off track")) for each in pack.narratives)
    pack = replace(pack, words=words, narratives=prose, glossary=pack.glossary[1:])
    for target in pack.targets:
        said = target.methodology.replace("Red", "Off track").replace("Amber", "At risk")
        pack = with_target(pack, target.ref, methodology=methodologies.get(target.ref, said))
    return pack


def with_forecast(value: str, on: date, period: Period | None = None) -> Pack:
    """The clean pack with what a person expects of the percentage."""
    one = Forecast(
        "AB1", period or OCT.plus(5), Decimal(value), "Director", on, Place("data/forecasts.csv", 2)
    )
    return replace(clean(), forecasts=(one,))


def graded(words: str) -> Pack:
    """The clean pack with a yes or no in place of its count, where yes is Green."""
    pack = clean()
    cells = {
        key: replace(seen, value=Decimal(1), text="Yes") if key[0] == "AB2" else seen
        for key, seen in pack.observations.items()
    }
    pack = with_indicator(
        replace(pack, observations=cells), "AB2", unit=Unit.YES_NO, grades=("No", "Yes"),
        polarity=Polarity.BIGGER,
    )  # fmt: skip
    one = RagBands(Decimal(1), Decimal(1), bigger_is_better=True, of_denominator=False)
    return with_target(pack, "AB2", bands=one, methodology=words, published="Yes", value=Decimal(1))


def levelled(words: str, *edges: str) -> Pack:
    """The clean pack with the percentage rated by four levels."""
    levels = levels_of(["Blue", "Green", "Amber", "Red"])
    numbers = [Decimal(edge.lstrip("<>")) for edge in edges or ("95", "85", "75")]
    made = [LevelEdge(level, number) for level, number in zip(levels, numbers, strict=False)]
    bands = LevelBands((*made, LevelEdge(levels[-1], None)), bigger_is_better=True)
    pack = replace(clean(), levels=levels)
    return with_target(
        pack, "AB1", bands=None, levels=bands, methodology=words, published="85%", value=Decimal(85),
        scheme="levels",
    )  # fmt: skip


def all_green() -> Pack:
    pack = with_values(clean(), "AB1", *["95%"] * 7)
    return replace(pack, narratives=tuple(n for n in pack.narratives if n.table != "visits"))


RATINGS: list[Case] = [
    ("reported-stale", "AB1", lambda: cell("AB1", "value 2017-05", "n/a", "not applicable")),
    ("reported-stale", "AB1", lambda: cell("AB1", "value 2017-05", "5%", "5%")),
    ("reported-stale", "AB1", lambda: cell("AB1", "title", "Old", "Another title")),
    ("rating-unknown", "AB1", lambda: reported("RAG", "Grey", "Green")),
    ("rating-unknown", "CD1", lambda: reported("Red", "Grey", "HV")),
    ("rating-alias", "AB1", lambda: reported("Yellow", "Grey", "Green")),
    ("rating-differs", "AB1", lambda: reported("Amber", "Grey", "Green")),
    ("rating-differs", "AB2", lambda: reported("Red", "Green", "Green", where="summary")),
    ("rating-blank", "AB1", lambda: reported("", "Grey", "Green")),
    ("rating-blank-unrated", "AB2", lambda: reported("Red", "", "Green")),
    ("rating-undefined", "", lambda: reported("Red", "Grey", "Green")),
    ("rating-unexplained", "AB2", lambda: with_target(clean(), "AB2", reason="")),
    ("rating-unexplained", "AB2", lambda: with_target(clean(), "AB2", end=MONTHS[2])),
    ("rating-unexplained", "AB2", lambda: replace(clean(), targets=clean().targets[::2])),
    (
        "rating-unsupported", "AB2",
        lambda: with_values(reported("Red", "Green", "Green"), "AB2", *["not collected"] * 7),
    ),
    (
        "rating-override", "AB1",
        lambda: replace(
            clean(),
            overrides=(Override("AB1", OCT, Rag.AMBER, "two rounds were counted late", "Director",
                                Place("data/overrides.csv", 2)),),
        ),
    ),
    ("rating-on-boundary", "CD1", lambda: with_cell(
        clean(), "CD1", OCT, value=Decimal(14), text="14", denominator=None)),
    ("summary-row-missing", "AB1", lambda: with_indicator(clean(), "AB1", in_summary=False)),
    ("summary-row-missing", "CD1", lambda: with_reported(
        clean(), ("summary", "AB1", "rag", "Red", ""), ("summary", "AB2", "rag", "Grey", ""))),
    ("table-row-missing", "AB2", lambda: with_indicator(clean(), "AB2", table="")),
    ("headline-counts", "", lambda: reported("Amber", "Grey", "Green", where="summary")),
]  # fmt: skip

BANDS: list[Case] = [
    ("bands-unreadable", "AB1", lambda: with_target(clean(), "AB1", methodology="see the strategy")),
    ("bands-unreadable", "AB1", lambda: with_target(
        clean(), "AB1", methodology="90% or above Green under 90% Red")),
    ("bands-unusable", "AB1", lambda: with_target(
        clean(), "AB1", methodology="see the strategy", bands=None)),
    ("comparator-old", "AB1", lambda: with_comparator("2014-15", Period(2014, 4, 12, 4))),
    ("comparator-definition", "AB1", lambda: replace(
        redefined(), comparators=with_comparator("2016-17", Period(2016, 4, 12, 4)).comparators)),
    ("rating-words", "AB1", lambda: with_target(
        clean(), "AB1", methodology="above 74% Green, over 70% to 74% Amber, 70% or below Red",
        bands=RagBands(Decimal(74), Decimal(70), bigger_is_better=True, of_denominator=False))),
    ("rating-words", "AB1", lambda: with_target(
        clean(), "AB1", methodology="above 90% Green, 74% to 90% Amber, otherwise Red",
        bands=RagBands(Decimal(90), Decimal(74), bigger_is_better=True, of_denominator=False,
                       amber_included=False))),
    ("forecast-old", "AB1", lambda: with_forecast("90", date(2017, 5, 2))),
    ("forecast-old", "AB1", lambda: with_forecast("90", date(2017, 9, 2), MONTHS[2])),
    ("forecast-range", "AB1", lambda: with_forecast("104", date(2017, 10, 2))),
    ("level-words", "AB1", lambda: levelled(LEVELS.replace("85%", "80%"))),
    ("level-words", "AB1", lambda: levelled(LEVELS.replace("under 95%", "95%"))),
    ("level-words", "AB1", lambda: levelled(LEVELS, "95", "85", "70")),
    ("grade-words", "AB2", lambda: graded("Yes: Red; No: Green")),
    ("grade-words", "AB2", lambda: graded("Green: No. Red: Yes.")),
    ("levels-unreadable", "AB1", lambda: levelled("Blue is best of all, then Green, Amber and Red")),
    ("bands-unpublished", "AB1", lambda: with_target(clean(), "AB1", methodology="")),
    ("band-threshold", "AB1", lambda: with_target(clean(), "AB1", amber="85")),
    ("band-threshold", "AB1", lambda: with_target(clean(), "AB1", bands=None)),
    ("band-order", "AB1", lambda: with_target(
        clean(), "AB1", methodology="80% to under 90% Green 90% or above Amber under 80% Red")),
    ("band-gap", "AB1", lambda: with_target(clean(), "AB1", methodology=GAPPED)),
    ("band-hairline", "AB1", lambda: with_target(
        clean(), "AB1", methodology="90% or above Green 80%-89% Amber 79% or below Red")),
    ("band-overlap", "AB1", lambda: with_target(
        clean(), "AB1", methodology="90% or above Green 80%-90% Amber under 80% Red")),
    ("band-overlap", "AB1", lambda: with_target(
        clean(), "AB1", methodology="70% or above Green 80% or above Amber under 80% Red")),
    ("band-tolerance", "CD1", lambda: with_target(
        with_indicator(with_likes(clean(), "AB1", 2), "CD1", unit=Unit.PERCENT, polarity=Polarity.BIGGER),
        "CD1", bands=replace(clean().targets[0].bands, amber=Decimal(85)),  # type: ignore[type-var]
        published="90%", value=Decimal(90), comparator=Comparator.AT_LEAST,
        methodology="90% or above Green 85% to under 90% Amber under 85% Red")),
    ("band-wording", "AB1", lambda: with_target(
        clean(), "AB1", methodology="90% or above Green 80% to 89.9% Amber under 80% Red")),
    ("target-not-green", "AB1", lambda: with_target(clean(), "AB1", published="95%", value=Decimal(95))),
    ("target-not-green", "AB1", lambda: with_target(clean(), "AB1", comparator=Comparator.ABOVE)),
    ("target-not-green", "AB1", lambda: with_target(
        clean(), "AB1", methodology="", published="95%", value=Decimal(95))),
    ("target-misread", "AB1", lambda: with_target(clean(), "AB1", published="95%")),
    ("target-misread", "AB1", lambda: with_target(clean(), "AB1", comparator=Comparator.AT_MOST)),
    ("target-misread", "AB2", lambda: with_target(clean(), "AB2", published="450")),
    ("target-decimals", "AB1", lambda: with_target(clean(), "AB1", published="90.0%")),
    ("target-shifted", "AB2", lambda: with_target(clean(), "AB2", published="HV")),
    ("target-shifted", "AB1", lambda: cell("AB1", "target", "", "90%")),
    ("target-blank", "AB2", lambda: with_target(clean(), "AB2", published="")),
    ("target-none-for-standard", "AB2", lambda: with_indicator(
        clean(), "AB2", title="Number of visits made within 5 working days of a call")),
    ("threshold-range", "AB1", lambda: with_target(clean(), "AB1", green="900")),
    ("unit-mismatch", "AB1", lambda: with_indicator(clean(), "AB1", unit=Unit.AVERAGE)),
    ("unit-mismatch", "CD1", lambda: with_indicator(clean(), "CD1", unit=Unit.PERCENT)),
    ("unit-mismatch", "CD1", lambda: with_cell(
        with_target(clean(), "CD1", methodology=COHORT), "CD1", OCT, denominator=None)),
    ("polarity-contradicted", "AB1", lambda: with_indicator(clean(), "AB1", polarity=Polarity.SMALLER)),
    ("polarity-contradicted", "CD1", lambda: with_indicator(clean(), "CD1", polarity=Polarity.BIGGER)),
    ("polarity-missing", "CD1", lambda: with_indicator(clean(), "CD1", polarity=None)),
    ("polarity-blank", "AB2", lambda: with_indicator(clean(), "AB2", polarity=None)),
]  # fmt: skip

VALUES: list[Case] = [
    ("value-blank", "AB1", lambda: with_cell(
        clean(), "AB1", OCT, value=None, status=ValueStatus.NOT_STATED, text="")),
    ("value-blank", "AB2", lambda: with_values(clean(), "AB2", *[""] * 7)),
    ("value-blank-earlier", "AB1", lambda: with_cell(
        clean(), "AB1", MONTHS[2], value=None, status=ValueStatus.NOT_STATED, text="")),
    ("value-blank-reported", "AB1", lambda: cell("AB1", "value 2017-04", "", "not collected")),
    ("value-zero", "CD1", lambda: with_cell(clean(), "CD1", MONTHS[1], value=Decimal(0), text="0")),
    ("value-zero", "CD1", lambda: cell("CD1", "value 2017-05", "0", "no cases")),
    ("value-range", "AB1", lambda: ab1("740%")),
    ("value-range", "AB2", lambda: with_cell(clean(), "AB2", OCT, value=Decimal("437.5"), text="437.5")),
    ("value-range", "AB2", lambda: with_cell(clean(), "AB2", OCT, value=Decimal(-437), text="-437")),
    ("value-fraction", "AB1", lambda: ab1("0.74%")),
    ("value-decimals", "AB1", lambda: with_values(
        clean(), "AB1", *AB1, "74.4%")),
    ("value-decimals-hidden", "AB1", lambda: with_values(
        clean(), "AB1", *[f"{number}.5%" for number in range(70, 77)])),
    ("value-annotated", "AB1", lambda: cell("AB1", "value 2017-04", "70% (part)", "70%")),
    ("value-annotated", "AB1", lambda: cell("AB1", "value 2017-04", "awaited", "not yet available")),
    ("value-small-count", "AB2", lambda: with_values(clean(), "AB2", "9", "9", "8", "7", "6", "6", "5")),
    ("value-small-base", "AB1", lambda: with_cell(
        clean(), "AB1", OCT, numerator=Decimal(14), denominator=Decimal(19))),
    ("value-no-base", "", lambda: with_indicator(ab1("74%"), "AB2", unit=Unit.PERCENT)),
    ("value-base-some", "", lambda: ab1("74%")),
    ("value-range", "AB1", lambda: with_cell(clean(), "AB1", OCT, denominator=Decimal(0))),
    ("value-base-missing", "AB1", lambda: with_cell(clean(), "AB1", OCT, numerator=None)),
    ("value-blank", "AB2", lambda: replace(
        clean(), observations={k: v for k, v in clean().observations.items() if k[0] != "AB2"})),
    ("value-provisional", "AB1", lambda: with_cell(clean(), "AB1", OCT, status=ValueStatus.PROVISIONAL)),
    (
        "value-restated", "AB1",
        lambda: replace(
            clean(),
            restatements=(Restatement("AB1", MONTHS[0], "60%", "65%", date(2017, 6, 1), "late visits",
                                      Place("data/restatements.csv", 2)),),
        ),
    ),
    ("value-revised", "AB1", lambda: with_cell(clean(), "AB1", MONTHS[0], status=ValueStatus.REVISED)),
    ("value-jump", "AB1", lambda: ab1("88%", "87%")),
    ("value-jump", "AB2", lambda: with_values(
        clean(), "AB2", "410", "421", "405", "433", "700", "690", "688")),
    ("value-spike", "AB1", lambda: ab1("84%", "73%")),
    ("value-rolling", "AB1", lambda: with_indicator(ab1("58%"), "AB1", basis=Basis.ROLLING_12)),
    ("value-rolling", "AB1", lambda: with_indicator(ab1("67%"), "AB1", basis=Basis.ROLLING_36)),
    ("value-derived", "AB1", lambda: with_values(clean(), "AB1", *AB1, "76%", keep_counts=True)),
    ("value-derived", "AB1", lambda: with_indicator(
        clean(), "AB1", ratio=Ratio(("CD1",), ("AB2",)))),
    ("series-break", "AB1", redefined),
    ("series-unreviewed", "AB1", redefined),
]  # fmt: skip

DEFINITIONS: list[Case] = [
    ("title-differs", "AB1", lambda: with_indicator(clean(), "AB1", summary_title="Percentage of visits")),
    ("title-footnote", "AB1", lambda: with_indicator(
        clean(), "AB1", title="Percentage of home visits* on time", summary_title="")),
    ("title-unit", "AB1", lambda: with_indicator(
        with_likes(clean(), "AB1", 4), "AB1", title="Home visits on time", summary_title="")),
    ("reference-differs", "AB1", lambda: with_indicator(clean(), "AB1", summary_reference="AB 1 (new)")),
    ("reference-style", "AB1", lambda: with_indicator(
        clean(), "AB2", reference="AB2", summary_reference="AB2")),
    ("basis-missing", "", lambda: with_indicator(clean(), "CD1", basis=Basis.NOT_STATED)),
    ("owner-missing", "AB1", lambda: with_indicator(clean(), "AB1", owner="")),
    ("owner-unknown", "AB1", lambda: with_indicator(clean(), "AB1", owner="XY")),
    ("owner-unexplained", "HV", lambda: replace(
        clean(), owners=(Owner("HV", "", Place("data/owners.csv", 2)),))),
    ("abbreviation-unexpanded", "CD1", lambda: with_indicator(
        clean(), "CD1", title="Average wait for an OT visit (days)", summary_title="")),
    ("abbreviation-unexpanded", "VISITS", lambda: with_narrative(
        clean(), IMPROVEMENT, "visits", "AB 1 is Red: the CQC has been told.\n")),
]  # fmt: skip

ACTIONS: list[Case] = [
    ("action-due-before-raised", "A-1", lambda: with_action(clean(), due=Period(2017, 2), due_text="Feb-17")),
    ("action-dates", "A-1", lambda: with_action(clean(), started=date(2017, 9, 4), ended=date(2017, 9, 1))),
    ("action-dates", "A-1", lambda: with_action(
        clean(), status=ActionStatus.COMPLETE, completed=date(2018, 2, 1))),
    ("action-overdue", "A-1", lambda: with_action(clean(), due=Period(2017, 9), due_text="Sep-17")),
    ("action-tbc", "A-1", lambda: with_action(clean(), due=None, due_text="TBC")),
    ("action-tbc-long", "A-1", lambda: with_action(
        clean(), due=None, due_text="TBC", raised=Period(2017, 6))),
    ("action-owner-missing", "A-1", lambda: with_action(clean(), owner="")),
    ("action-owner-unknown", "A-1", lambda: with_action(clean(), owner="XY")),
    ("action-unlinked", "A-1", lambda: with_action(clean(), indicators=())),
    ("action-link-unknown", "A-1", lambda: with_action(clean(), indicators=("ZZ9",))),
    ("action-undated", "A-1", lambda: with_action(clean(), status=ActionStatus.COMPLETE)),
    ("action-half-done", "A-1", lambda: with_action(clean(), completed=date(2017, 10, 2))),
    ("action-half-done", "A-1", lambda: with_action(
        clean(), status=ActionStatus.COMPLETE, text="Run a second round until the spring.")),
    ("action-half-done", "A-1", lambda: with_action(
        clean(), status=ActionStatus.COMPLETE, ended=date(2018, 3, 31))),
    ("action-not-working", "A-1", lambda: with_action(
        ab1("71%"), status=ActionStatus.COMPLETE, completed=date(2017, 10, 2))),
    ("action-worse", "A-1", lambda: ab1("71%")),
    ("action-later", "A-1", lambda: with_action(clean(), raised=Period(2017, 11))),
    ("action-compound", "A-1", lambda: with_action(clean(), text="Recruit a driver. Buy a van.")),
    ("action-state", "A-1", lambda: with_action(clean(), text="Work on the rounds is ongoing.")),
    ("action-yearless", "A-1", lambda: with_action(clean(), text="Recruit a driver by 1st December.")),
    ("action-reference", "01-OCT", lambda: with_action(clean(), ref="01-Oct")),
    ("action-reference", "2017-10-01", lambda: with_action(clean(), ref="2017-10-01")),
    ("action-status-words", "", lambda: with_action(clean(), status_text="Ongoing")),
]  # fmt: skip

COVERAGE: list[Case] = [
    ("red-not-covered", "AB1", lambda: with_narrative(with_narrative(
        clean(), STEPS, "visits", ""), IMPROVEMENT, "visits", "Nothing of note this month.\n")),
    ("amber-not-covered", "CD1", lambda: with_values(
        with_narrative(clean(), IMPROVEMENT, "waits", "Nothing of note this month.\n"),
        "CD1", "12", "12", "11", "13", "14", "16", "18")),
    ("red-without-activity", "AB1", lambda: with_narrative(
        clean(), IMPROVEMENT, "visits", "Nothing of note this month.\n")),
    ("activity-missing", "VISITS", lambda: with_narrative(clean(), IMPROVEMENT, "visits", "")),
    ("next-steps-missing", "VISITS", lambda: with_narrative(clean(), STEPS, "visits", "")),
    ("next-steps-missing", "VISITS", lambda: replace(
        clean(), narratives=tuple(
            n for n in clean().narratives if (n.kind, n.table) != (STEPS, "visits")))),
    ("commentary-missing", "WAITS", lambda: with_narrative(clean(), IMPROVEMENT, "waits", "")),
    ("commentary-missing", "VISITS", all_green),
    ("summary-missing", "", lambda: with_narrative(clean(), SUMMARY, "", "")),
    ("summary-missing", "", lambda: replace(
        clean(), narratives=tuple(n for n in clean().narratives if n.kind is not SUMMARY))),
    ("summary-red-missing", "AB1", lambda: with_narrative(
        clean(), SUMMARY, "", "## Visits and waits\n\nA quiet month.\n")),
    ("summary-red-missing", "AB1", lambda: with_narrative(
        clean(), SUMMARY, "", "A quiet month.\n\n## Something else\n\nhome visits on time\n")),
    ("summary-plain", "", lambda: with_narrative(
        clean(), NarrativeKind.SUMMARY, "", "AB 1 is still below its target.\n")),
    ("summary-heading", "VISITS", lambda: with_table(clean(), "visits", summary_heading="Visiting")),
    ("summary-section", "WAITS", lambda: with_table(clean(), "waits", summary_heading="")),
    ("commentary-reference", "AB7", lambda: with_narrative(
        clean(), IMPROVEMENT, "visits", "AB 1 is Red.\n\nSo is AB 7.\n")),
    ("commentary-small-group", "VISITS", lambda: with_narrative(
        clean(), IMPROVEMENT, "visits", "AB 1 is Red: only 6 drivers are left.\n")),
    ("commentary-small-group", "", lambda: with_narrative(
        clean(), SUMMARY, "", "## Visits and waits\n\nAB 1 rests on a small number of rounds.\n")),
    ("commentary-repeated", "VISITS", lambda: with_narrative(
        clean(), STEPS, "visits",
        "AB 1 is Red: two rounds had no driver in the last week of the month.\n")),
]  # fmt: skip

FACTS: list[Case] = [
    ("facts-missing", "", lambda: with_facts(clean(), committee="")),
    ("facts-missing", "", lambda: with_facts(clean(), meeting_date=None)),
    ("dates-missing", "", lambda: with_facts(clean(), data_extracted_on=None)),
    ("dates-order", "", lambda: with_facts(clean(), data_extracted_on=date(2017, 10, 30))),
    ("dates-order", "", lambda: with_facts(clean(), published_on=date(2017, 12, 5))),
    ("dates-clear-days", "", lambda: with_facts(clean(), published_on=date(2017, 11, 28))),
    (
        "dates-unlawful", "",
        lambda: with_facts(clean(), jurisdiction="England", published_on=date(2017, 11, 28)),
    ),
    (
        "dates-unknown-holidays", "",
        lambda: with_facts(clean(), jurisdiction="England", meeting_date=date(2029, 5, 1)),
    ),
    ("charts-unknown", "WAITS", lambda: with_table(clean(), "waits", charts="pie")),
    ("rating-renamed", "AB1", lambda: renamed(AB1="90% or above Green 80% to under 90% Amber under 80% red")),
    ("rating-renamed", "", lambda: replace(renamed(), glossary=clean().glossary)),
    ("rating-renamed", "AB2", lambda: with_note(renamed(), "AB2", OCT, "It was Red twice.")),
    ("rating-renamed", "VISITS", lambda: with_narrative(
        renamed(), NarrativeKind.IMPROVEMENT, "visits", "AB 1 is still Red.\n")),
    ("bands-unreadable", "AB1", lambda: renamed(AB1="On track or Off track")),
    ("chart-unfit", "AB1", lambda: with_indicator(clean(), "AB1", chart="stacked")),
    ("chart-unfit", "AB1", lambda: with_indicator(clean(), "AB1", chart="stacked", parts=("AB2", "CD1"))),
    ("chart-unfit", "AB2", lambda: with_indicator(graded("Yes: Green; No: Red"), "AB2", chart="columns")),
    ("chart-unfit", "AB2", lambda: with_indicator(graded("Yes: Green; No: Red"), "AB2", chart="stacked")),
    ("cells-shifted", "AB1", lambda: cell("AB1", "owner", "90%", "HV")),
    ("cells-shifted", "AB1", lambda: cell("AB1", "rag", "HV")),
    ("cells-shifted", "AB1", lambda: with_indicator(clean(), "AB1", owner="90%")),
    ("chart-placeholder", "", lambda: with_reported(clean(), ("table", "", "caption", "Graph 1", "a title"))),
    ("cell-unknown", "ZZ9", lambda: cell("ZZ9", "rag", "Red")),
    ("note-dates", "AB1", lambda: replace(
        clean(), notes=(DataNote("AB1", OCT, MONTHS[0], "late", Place("data/notes.csv", 2)),))),
    ("cell-normalised", "AB1", lambda: cell("AB1", "header", "RAT", "RAG")),
]  # fmt: skip

CASES = [*RATINGS, *BANDS, *VALUES, *DEFINITIONS, *ACTIONS, *COVERAGE, *FACTS]


def repeated_summary() -> Pack:
    """The clean pack with a passage of the commentary in the summary as well."""
    pack = with_narrative(
        clean(), SUMMARY, "",
        "## Visits and waits\n\nAB 1 fell since two rounds had no driver in the last week of the month.\n",
    )  # fmt: skip
    return with_narrative(
        pack, IMPROVEMENT, "visits",
        "AB 1 is Red:\ntwo rounds had no driver in the last week of the month.\n",
    )  # fmt: skip


CASES[[rule for rule, _, _ in CASES].index("commentary-repeated")] = (
    "commentary-repeated", "VISITS", repeated_summary
)  # fmt: skip

SILENT: list[tuple[str, Callable[[], Pack]]] = [
    ("rating-renamed", clean),
    ("rating-renamed", renamed),
    ("rating-renamed", lambda: with_note(renamed(), "AB2", OCT, "The Red Cross counts it, in red ink.")),
    ("bands-unreadable", renamed),
    ("bands-unreadable", lambda: with_target(
        replace(clean(), words=read_words(own={"rating.red": "Act (now!)"})), "AB1",
        methodology="90% or above Green 80% to under 90% Amber under 80% Act (now!)")),
    ("chart-unfit", lambda: with_indicator(graded("Yes: Green; No: Red"), "AB2", chart="last year")),
    ("chart-unfit", lambda: with_indicator(clean(), "AB1", chart="stacked", parts=("AB1",))),
    ("forecast-old", lambda: with_forecast("90", date(2017, 10, 2))),
    ("forecast-range", lambda: with_forecast("90", date(2017, 10, 2))),
    ("level-words", lambda: levelled(LEVELS)),
    ("level-words", lambda: levelled("Blue: 95% or above; Green: 85% to under 95%; "
                                     "Amber: at least 75% but below 85%; Red: otherwise")),
    ("levels-unreadable", lambda: levelled(LEVELS)),
    ("band-threshold", lambda: levelled(LEVELS)),
    ("grade-words", lambda: graded("Yes: Green; No: Red")),
    ("unit-mismatch", lambda: with_target(
        clean(), "AB1", methodology="90 or above Green 80 to under 90 Amber under 80 Red")),
    ("title-unit", lambda: with_indicator(clean(), "AB1", title="Home visits on time", summary_title="")),
    ("title-unit", lambda: with_indicator(clean(), "CD1", title="Wait for a repair", summary_title="")),
    ("band-tolerance", lambda: with_target(
        with_indicator(clean(), "CD1", unit=Unit.PERCENT, polarity=Polarity.BIGGER), "CD1",
        bands=replace(clean().targets[0].bands, amber=Decimal(85)))),  # type: ignore[type-var]
    ("value-jump", lambda: with_indicator(
        with_values(clean(), "AB2", "40", "90", "150", "220", "300", "360", "420"), "AB2",
        basis=Basis.YEAR_TO_DATE)),
    ("value-spike", lambda: with_indicator(
        with_values(clean(), "AB2", "40", "90", "150", "220", "300", "360", "420"), "AB2",
        basis=Basis.YEAR_TO_DATE)),
    ("action-reference", lambda: with_action(clean(), ref="Oct-01")),
    ("summary-heading", lambda: with_narrative(
        clean(), NarrativeKind.SUMMARY, "", "AB 1 is still below its target.\n")),
    ("summary-red-missing", lambda: with_narrative(
        clean(), NarrativeKind.SUMMARY, "", "AB 1 is still below its target.\n")),
    ("value-jump", lambda: with_note(ab1("88%", "87%"), "AB1", MONTHS[5], "Two rounds were counted late.")),
    ("value-spike", lambda: with_note(ab1("84%", "73%"), "AB1", MONTHS[5], "Two rounds were counted late.")),
    ("value-jump", lambda: with_values(clean(), "AB2", "9", "5", "9", "5", "9", "5", "9")),
    ("value-jump", lambda: replace(
        ab1("53%"), indicators=redefined().indicators)),
    ("title-footnote", lambda: with_note(
        with_indicator(clean(), "AB1", title="Percentage of home visits* on time"),
        "AB1", OCT, "* not at night")),
    ("rating-on-boundary", lambda: with_cell(
        clean(), "CD1", OCT, value=Decimal(14), text="14")),
    ("abbreviation-unexpanded", lambda: with_narrative(
        clean(), IMPROVEMENT, "visits",
        "AB1 is Red: the Care Quality Commission (CQC) has been told; the CQC answered.\n")),
    ("abbreviation-unexpanded", lambda: with_narrative(
        clean(), IMPROVEMENT, "visits", "{{AB1 CQC}} is Red, `CQC`, [x](https://example.org/CQC).\n")),
    ("commentary-small-group", lambda: with_narrative(
        clean(), IMPROVEMENT, "visits", "AB 1 is Red: only 60 drivers and only 6% of vans are left.\n")),
    ("commentary-reference", lambda: with_narrative(
        clean(), IMPROVEMENT, "visits", "AB1 and ab 99 and AB 2 and AB 50%.\n")),
    ("series-break", lambda: redefined(Period(2017, 4))),
    ("value-restated", lambda: replace(
        clean(),
        restatements=(Restatement("AB1", MONTHS[0], "60%", "70%", date(2017, 6, 1), "late visits",
                                  Place("data/restatements.csv", 2)),))),
    ("value-rolling", lambda: with_indicator(ab1("72%"), "AB1", basis=Basis.ROLLING_12)),
    ("band-hairline", lambda: with_target(
        with_indicator(clean(), "CD1", unit=Unit.COUNT), "CD1",
        methodology="14 or below Green 15 to 21 Amber 22 and above Red")),
    ("dates-clear-days", lambda: with_facts(clean(), published_on=None)),
    ("dates-unlawful", lambda: with_facts(clean(), jurisdiction="England", published_on=date(2017, 11, 24))),
    ("unit-mismatch", lambda: with_target(clean(), "CD1", methodology=COHORT)),
]  # fmt: skip
"""What looks like a fault and is none: rule, pack."""
