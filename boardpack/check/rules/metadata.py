"""Rules about the pack's own facts: who, for whom, when, in which order, and drawn in which charts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from boardpack.analysis.timeline import MOST_PARTS, makes_whole, parts_in, parts_of
from boardpack.check import thresholds
from boardpack.check.rule import E, Remark, W, indicator_rule, observed, rule, shown
from boardpack.disclosure.clear_days import (
    CLEAR_DAYS,
    clear_days_between,
    is_beyond_knowledge,
    publish_by,
    working_days,
)
from boardpack.model.finding import Place, counted, listed
from boardpack.model.indicator import Indicator, canonical_ref
from boardpack.model.pack import ARRANGEMENTS, Pack

FACTS = ("title", "council", "committee", "meeting_date", "version", "classification", "contact")
"""What a published pack must say of itself."""

DATES = ("data_extracted_on", "commentary_as_at", "published_on")
"""The days by which a reader can tell how old the figures and the words are."""

MONTHLY = frozenset({"meeting_date", "version", *DATES})
"""The facts that are in the month's own file."""


@rule("facts-missing", E, "Committee, meeting date, version … not stated.")
def facts_missing(pack: Pack) -> Iterator[Remark]:
    """A fact that a published pack must state and this one does not."""
    for name in FACTS:
        if not getattr(pack.facts, name):
            yield Remark(
                _place(pack, name), "",
                f"the pack does not state its {_plain(name)}",
                f"{_plain(name)}",
                f"Fill in {name} in {_place(pack, name).file}.",
            )  # fmt: skip


@rule("dates-missing", W, "How old figures and words are is not stated.")
def dates_missing(pack: Pack) -> Iterator[Remark]:
    """Dates without which nobody can tell how old figures and commentary are."""
    missing = [name for name in DATES if not getattr(pack.facts, name)]
    if missing:
        yield Remark(
            _place(pack, missing[0]), "",
            f"the pack does not say {listed([_WHEN[name] for name in missing])}",
            "dates written 2017-11-24",
            f"Fill in {listed(missing)} in {_place(pack, missing[0]).file}.",
        )  # fmt: skip


@rule("dates-order", E, "Dates in an order that cannot be.")
def dates_disorder(pack: Pack) -> Iterator[Remark]:
    """Dates that cannot be: data from before the month's end, publication before the commentary."""
    facts = pack.facts
    following = pack.period.plus(1)
    month_end = date(following.year, following.month, 1) - timedelta(days=1)
    ordered = [
        (f"{pack.period.long} ends", month_end),
        ("the data was extracted", facts.data_extracted_on),
        ("the commentary was written", facts.commentary_as_at),
        ("the pack was published", facts.published_on),
        ("the meeting is held", facts.meeting_date),
    ]
    known = [(words, day) for words, day in ordered if day is not None]
    for (first, earlier), (second, later) in pairwise(known):
        if later < earlier:
            yield Remark(
                _place(pack, "published_on"), "",
                f"{second} on {later.isoformat()}, before {first} ({earlier.isoformat()})",
                "the month, then data, commentary, publication and meeting, in this order",
                "Correct the dates.",
            )  # fmt: skip


@rule("dates-clear-days", W, "Fewer than five clear days to the meeting, in a pack without a jurisdiction.")
def published_late(pack: Pack) -> Iterator[Remark]:
    """Fewer working days between publication and meeting than the law of England asks for."""
    published, meeting = pack.facts.published_on, pack.facts.meeting_date
    if published is None or meeting is None or meeting < published or pack.facts.jurisdiction:
        return
    clear = [
        day
        for number in range(1, (meeting - published).days)
        if (day := published + timedelta(days=number)).weekday() < 5
    ]
    if len(clear) < thresholds.CLEAR_DAYS:
        yield Remark(
            _place(pack, "published_on"), "",
            f"between publication on {published.isoformat()} and the meeting on {meeting.isoformat()} "
            f"there are {len(clear)} working days",
            f"{thresholds.CLEAR_DAYS} clear days (bank holidays do not count either)",
            "Publish earlier, or have the chair record why the pack is late.",
        )  # fmt: skip


@rule("dates-unlawful", E, "Published after the last lawful day before the meeting.")
def published_unlawfully(pack: Pack) -> Iterator[Remark]:
    """Too few clear days under the law of the pack's jurisdiction."""
    published, meeting = pack.facts.published_on, pack.facts.meeting_date
    days, last = working_days(pack), publish_by(pack)
    if published is None or meeting is None or days is None or last is None or published <= last:
        return
    yield Remark(
        _place(pack, "published_on"), "",
        f"publication on {published.isoformat()} leaves {clear_days_between(published, meeting, days)} clear "
        f"days before the meeting on {meeting.isoformat()}",
        f"{CLEAR_DAYS[days.jurisdiction]} in {days.jurisdiction}, published by {last.isoformat()}",
        "Publish by that day; where the chair agrees to a late item, waive this with the reason minuted.",
    )  # fmt: skip


@rule("dates-unknown-holidays", W, "The meeting lies beyond the bank holidays that are known.")
def holidays_unknown(pack: Pack) -> Iterator[Remark]:
    """One-off bank holidays are proclaimed within the year: the last lawful day may be earlier."""
    meeting, last = pack.facts.meeting_date, publish_by(pack)
    if meeting is None or last is None or not is_beyond_knowledge(meeting, pack.closed_days):
        return
    yield Remark(
        _place(pack, "meeting_date"), "",
        f"the meeting on {meeting.isoformat()} lies past the bank holidays that are known",
        "a meeting within a year of what boardpack knows, or the days in data/closed-days.csv",
        f"By what is known, publish by {last.isoformat()}; look for holidays proclaimed since.",
    )  # fmt: skip


@rule("charts-unknown", E, "A way of drawing charts that does not exist.")
def charts_unknown(pack: Pack) -> Iterator[Remark]:
    """A way of drawing a table's indicators that does not exist."""
    for table in pack.tables:
        if table.charts not in ARRANGEMENTS:
            yield Remark(
                table.place, canonical_ref(table.key),
                f"the charts of {table.key} are to be drawn as “{table.charts}”",
                f"one of {listed([f'“{name}”' for name in ARRANGEMENTS])}",
                "Correct the column charts in sections.csv.",
            )  # fmt: skip


@indicator_rule("chart-unfit", W, "A chart is asked for that the indicator cannot have; another is drawn.")
def chart_unfit(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """Columns of grades, which are drawn as a line; a stack without parts, or of parts of another whole."""
    fault = _chart_fault(pack, indicator)
    if fault:
        yield Remark(
            indicator.place, indicator.ref,
            f"the chart of {shown(pack, indicator)} is to be “{indicator.chart}”, and {fault[0]}",
            fault[1],
            "Correct the column chart or parts in indicators.csv, or the values.",
        )  # fmt: skip


def _chart_fault(pack: Pack, indicator: Indicator) -> tuple[str, str] | None:
    """Why an indicator cannot have the chart that it asks for, and what was expected."""
    if indicator.grades and indicator.chart in {"columns", "stacked"}:
        return "its values are grades", "“line”, “last year”, or a blank: grades are drawn as a line"
    if indicator.chart != "stacked":
        return None
    count = len(parts_of(pack, indicator))
    if not 0 < count <= MOST_PARTS:
        return f"it has {counted(count, 'part')}", f"1 to {MOST_PARTS} parts, such as `CL 1 + CL 2`"
    apart = [
        seen.period.short
        for seen in observed(pack, indicator)
        if seen.value is not None and parts_in(pack, indicator, seen.period)
        if not makes_whole(pack, indicator, seen.period)
    ]
    if apart:
        return f"its parts do not add up to it in {listed(apart)}", "parts that make the whole"
    return None


def _place(pack: Pack, name: str) -> Place:
    if name in MONTHLY:
        return Place(f"narratives/{pack.period.iso}/month.toml")
    return Place(pack.facts.place.file)


def _plain(name: str) -> str:
    return name.replace("_", " ")


_WHEN = {
    "data_extracted_on": "when its data was extracted",
    "commentary_as_at": "when its commentary was written",
    "published_on": "when it was published",
}
