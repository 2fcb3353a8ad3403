"""Rules about single values: blanks, impossible numbers, cells that hold something else as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from boardpack.check import thresholds
from boardpack.check.rule import (
    E,
    N,
    Remark,
    W,
    first_number,
    indicator_rule,
    limit_missed,
    loaded_values,
    observed,
    precision,
    rule,
    shown,
    values,
)
from boardpack.model.disclosure import Audience
from boardpack.model.finding import Place, counted, listed
from boardpack.model.indicator import Indicator, Unit
from boardpack.model.observation import Observation, ValueStatus
from boardpack.model.pack import Pack, Reported
from boardpack.model.period import Period

MADE_FROM_COUNTS = frozenset({Unit.PERCENT, Unit.AVERAGE, Unit.DAYS, Unit.WEEKS})
"""Units of values that come from a numerator and a denominator."""


@indicator_rule("value-blank", E, "No value this month, or in any, and nothing says why.")
def value_blank(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A blank cell in the pack's month, or a row with nothing in it at all."""
    if indicator.table and not any(True for _ in observed(pack, indicator)):
        yield Remark(
            indicator.place, indicator.ref,
            f"{shown(pack, indicator)} has no row of values",
            "a row with a value or a status for each month",
            "Add the row.",
            pack.period.iso,
            pack.words("reader_note.no_row", ref=shown(pack, indicator)),
        )  # fmt: skip
        return
    blanks = _blanks(pack, indicator)
    whole = len(blanks) == len(pack.months)
    if whole or any(seen.period == pack.period for seen in blanks):
        seen = blanks[0] if whole else blanks[-1]
        yield Remark(
            seen.place, indicator.ref,
            f"{shown(pack, indicator)} has no value in "
            f"{'any month' if whole else pack.period.long}, and nothing says why",
            "a value, or a status such as “not collected” or “no cases”",
            "Enter the value or the status.",
            pack.period.iso,
            pack.words("reader_note.no_reason", ref=shown(pack, indicator)),
        )  # fmt: skip


@indicator_rule("value-blank-earlier", W, "Earlier months are blank without a reason.")
def blank_earlier(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """Blank cells in months before the pack's."""
    blanks = _blanks(pack, indicator)
    past = [seen for seen in blanks if seen.period != pack.period]
    if past and len(blanks) < len(pack.months):
        yield Remark(
            past[0].place, indicator.ref,
            f"{shown(pack, indicator)} has no value in {listed([seen.period.short for seen in past])}, "
            "and nothing says why",
            "a value, or a status such as “not collected” or “no cases”",
            "Enter the value or the status.",
            past[0].period.iso,
        )  # fmt: skip


@rule("value-blank-reported", W, "Months were reported blank.")
def blank_reported(pack: Pack) -> Iterator[Remark]:
    """Cells reported blank, one remark an indicator, unless another month's words explain them."""
    blanks: dict[str, list[tuple[Reported, Period]]] = {}
    worded = {cell.ref for cell, _, _ in _reported_values(pack) if cell.text.strip()}
    for cell, indicator, month in _reported_values(pack):
        if not cell.text.strip() and indicator.ref not in worded:
            blanks.setdefault(indicator.ref, []).append((cell, month))
    for ref, cells in blanks.items():
        months = listed([month.short for _, month in cells])
        first, month = cells[0]
        yield Remark(
            first.place, ref,
            f"{pack.shown(ref)} was reported blank in {months}, and the table does not say why",
            f"a status, such as the pack's “{first.used}”",
            "Nothing need be done: the pack prints the status.",
            month.iso,
        )  # fmt: skip


@rule("value-zero", E, "A zero where there can be none.")
def zero(pack: Pack) -> Iterator[Remark]:
    """A zero where there can be none, as in a number of days that nobody waited."""
    reported = [(i, month, cell) for cell, i, month in _reported_values(pack) if first_number(cell.text) == 0]
    for indicator in pack.indicators:
        if indicator.zero_possible:
            continue
        zeros = [(seen.period, seen.place) for seen, value in values(pack, indicator) if value == 0]
        zeros += [(month, cell.place) for owner, month, cell in reported if owner is indicator]
        if zeros:
            yield _zero_remark(pack, indicator, [month for month, _ in zeros], zeros[0][1])


@indicator_rule("value-range", E, "A percentage above 100, a broken count, a minus.")
def out_of_range(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A percentage above 100, a count with a fraction, anything below nothing or out of no cases."""
    known = loaded_values(pack, indicator)
    faults = [(s, e) for s, value in known if (e := _range(indicator, s, value))]
    if faults:
        seen, expected = faults[-1]
        yield Remark(
            seen.place, indicator.ref,
            f"{shown(pack, indicator)} is "
            f"{listed([f'{other.text} in {other.period.short}' for other, _ in faults])}",
            expected,
            "Correct the value, or what the columns min, max, decimals and unit allow.",
            seen.period.iso,
        )  # fmt: skip


@indicator_rule("value-fraction", W, "A number up to 1 among percentages.")
def fraction_as_percent(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A number up to 1 among percentages: 0.86 meant as 86%."""
    if indicator.unit is not Unit.PERCENT:
        return
    known = list(values(pack, indicator))
    others = [value for _, value in known]
    for seen, value in known:
        if 0 < value <= 1 and len(others) > 1 and median(others) > 5:
            yield Remark(
                seen.place, indicator.ref,
                f"{shown(pack, indicator)} is {seen.text} in {seen.period.long}, "
                "and most of its values are far larger",
                "a percentage such as 86%",
                "Write 86% or 86 for eighty-six per cent.",
                seen.period.iso,
            )  # fmt: skip


@indicator_rule("value-decimals", W, "Values of one row have different decimals.")
def mixed_decimals(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """Values of one row given to different decimals."""
    given = [(seen, precision(seen)) for seen, _ in values(pack, indicator)]
    if len({places for _, places in given}) > 1:
        usual = median([places for _, places in given])
        odd = [seen for seen, places in given if places != usual] or [given[-1][0]]
        cells = listed([f"{seen.text} ({seen.period.short})" for seen in odd])
        yield Remark(
            odd[-1].place, indicator.ref,
            f"{shown(pack, indicator)} is given as {cells}, other months to "
            f"{counted(int(usual), 'decimal')}",
            "one precision throughout a row",
            "Give every month to the same decimals; the pack shows "
            f"{indicator.decimals}.",
            odd[-1].period.iso,
        )  # fmt: skip


@indicator_rule("value-decimals-hidden", W, "Values have more decimals than are shown.")
def coarse(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """Values with more decimals than the indicator shows in every month."""
    if indicator.decimals < 0 or indicator.unit.is_clock or indicator.unit.is_named:
        return
    given = [precision(seen) for seen, _ in values(pack, indicator)]
    if given and min(given) > indicator.decimals:
        yield Remark(
            indicator.place, indicator.ref,
            f"every value of {shown(pack, indicator)} has {counted(min(given), 'decimal')}, "
            f"and {indicator.decimals} are shown",
            "the decimals that the values have",
            "Change the column decimals, if the decimals mean something.",
        )  # fmt: skip


@rule("value-annotated", N, "A reported cell held words beside its number.")
def annotated(pack: Pack) -> Iterator[Remark]:
    """A reported cell with a number and words, or words alone, that was taken apart."""
    for cell, indicator, month in _reported_values(pack):
        number = first_number(cell.text) is not None
        bare = re.fullmatch(r"[£\s]*[\d,.]+\s*%?", cell.text.strip())
        if cell.text.strip() and not bare:
            yield Remark(
                cell.place, indicator.ref,
                f"{shown(pack, indicator)} was reported in {month.long} as "
                f"{'a number with an annotation' if number else 'words'}: “{cell.text}”",
                f"{cell.used}, which the pack uses",
                "Nothing need be done: the words are kept.",
                month.iso,
            )  # fmt: skip


@rule("value-small-count", W, "A count of 1 to 5.")
def small_count(pack: Pack) -> Iterator[Remark]:
    """A count so small that it may tell something about a person."""
    if pack.disclosure is not None:  # its rule has decided
        return
    for indicator in pack.indicators:
        small = [
            seen
            for seen, value in values(pack, indicator)
            if indicator.unit is Unit.COUNT and value in thresholds.SMALL_COUNT
        ]
        if small:
            yield Remark(
                small[-1].place, indicator.ref,
                f"{shown(pack, indicator)} is {listed([f'{s.text} ({s.period.short})' for s in small])}",
                "a decision whether so small a count may be published",
                "Mark it suppressed [c] in a public pack, or note that it was decided to publish it.",
                small[-1].period.iso,
            )  # fmt: skip


@indicator_rule("value-small-base", W, "A figure of fewer than 20 cases.")
def small_denominator(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A percentage or average of few cases, which each case moves by much."""
    small = [
        seen
        for seen in observed(pack, indicator)
        if seen.denominator is not None and seen.denominator < thresholds.SMALL_DENOMINATOR
    ]
    if small:
        closed = pack.edition is Audience.PUBLIC and indicator.sensitive
        few = [f"{'few' if closed else seen.denominator} ({seen.period.short})" for seen in small]
        yield Remark(
            small[-1].place, indicator.ref,
            f"{shown(pack, indicator)} rests on {listed(few)} cases",
            f"{thresholds.SMALL_DENOMINATOR} cases or more",
            "Say so in a note, and do not read much into a change.",
            small[-1].period.iso,
            pack.words("reader_note.few_cases", ref=shown(pack, indicator)),
        )  # fmt: skip


@rule("value-no-base", W, "Most percentages without their counts.")
def without_denominators(pack: Pack) -> Iterator[Remark]:
    """A pack most of whose percentages and averages have their counts nowhere."""
    bare, based = _by_base(pack)
    if len(bare) > len(based):
        yield _without_base(pack, bare)


@rule("value-base-some", N, "Some percentages without their counts.")
def some_without_denominators(pack: Pack) -> Iterator[Remark]:
    """The percentages and averages without counts, where others have them."""
    bare, based = _by_base(pack)
    if 0 < len(bare) <= len(based):
        yield _without_base(pack, bare)


def _by_base(pack: Pack) -> tuple[list[Indicator], list[Indicator]]:
    """The percentages and averages that come without any counts, and those that have some."""
    bare: list[Indicator] = []
    based: list[Indicator] = []
    for indicator in pack.indicators:
        if indicator.unit not in MADE_FROM_COUNTS or not any(True for _ in values(pack, indicator)):
            continue
        has_counts = any(seen.denominator is not None for seen in observed(pack, indicator))
        (based if indicator.ratio or has_counts else bare).append(indicator)
    return bare, based


def _without_base(pack: Pack, bare: list[Indicator]) -> Remark:
    names = listed([shown(pack, indicator) for indicator in bare])
    found = "a percentage or average comes without the counts it is made from"
    if len(bare) > 1:
        found = f"{len(bare)} percentages and averages come without the counts they are made from"
    return Remark(
        bare[0].place, "", f"{found}: {names}",
        "numerators and denominators, so that the figures can be checked",
        "Add rows `REF,numerator,…` and `REF,denominator,…` to the values.",
    )  # fmt: skip


@indicator_rule("value-base-missing", W, "A month lacks the counts that others have.")
def base_missing(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A month without the counts that the indicator's other months have."""
    known = [seen for seen, _ in values(pack, indicator)]
    for name in ("numerator", "denominator"):
        bare = [seen for seen in known if getattr(seen, name) is None]
        if bare and len(bare) < len(known):
            yield Remark(
                bare[-1].place, indicator.ref,
                f"{shown(pack, indicator)} has a value and no {name} in "
                f"{listed([seen.period.short for seen in bare])}",
                f"a {name}, as in the other months",
                f"Fill in the row `{shown(pack, indicator)},{name},…`.",
                bare[-1].period.iso,
            )  # fmt: skip


@rule("note-dates", W, "A note ends before it starts.")
def backward_notes(pack: Pack) -> Iterator[Remark]:
    """A note beside the values that ends before it starts, and so is never printed."""
    for note in pack.notes:
        if note.start is not None and note.end is not None and note.end < note.start:
            yield Remark(
                note.place, note.ref,
                f"a note on {pack.shown(note.ref)} runs from {note.start.long} to {note.end.long}",
                "an end that is not before the start",
                "Correct the months.",
            )  # fmt: skip


@indicator_rule("value-provisional", N, "This month's value is provisional.")
def provisional(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A provisional value in the pack's month."""
    seen = pack.observation(indicator.ref, pack.period)
    if seen is not None and seen.status is ValueStatus.PROVISIONAL:
        yield Remark(
            seen.place, indicator.ref,
            f"{shown(pack, indicator)} is provisional in {pack.period.long}",
            "a final value in a later pack",
            "Restate it when the final value is known.",
            pack.period.iso,
            pack.words("reader_note.provisional", ref=shown(pack, indicator)),
        )  # fmt: skip


@rule("value-restated", E, "A restatement is not what the values say.")
def value_restated(pack: Pack) -> Iterator[Remark]:
    """A restatement whose new value is not the one in the file."""
    for change in pack.restatements:
        seen = pack.observation(change.ref, change.period)
        now = first_number(change.now)
        if seen is None or (now is not None and seen.value is not None and now != seen.value):
            yield Remark(
                change.place, change.ref,
                f"{pack.shown(change.ref)} was restated to {change.now} for {change.period.long}, "
                f"and the values say {seen.text if seen else 'nothing'}",
                "one value",
                "Correct the values or the restatement.",
                change.period.iso,
            )  # fmt: skip


@rule("value-revised", W, "A revised value without a restatement.")
def revised_silently(pack: Pack) -> Iterator[Remark]:
    """A value marked revised that no restatement explains."""
    explained = {(change.ref, change.period) for change in pack.restatements}
    for indicator in pack.indicators:
        for seen, _ in values(pack, indicator):
            if seen.status is ValueStatus.REVISED and (indicator.ref, seen.period) not in explained:
                yield Remark(
                    seen.place, indicator.ref,
                    f"{shown(pack, indicator)} is marked revised in {seen.period.long}",
                    "a row in restatements.csv with the value it had and the reason",
                    "Add the restatement.",
                    seen.period.iso,
                )  # fmt: skip


# ------------------------------------------------------------------------------------------ wording


def _blanks(pack: Pack, indicator: Indicator) -> list[Observation]:
    return [seen for seen in observed(pack, indicator) if seen.status is ValueStatus.NOT_STATED]


def _reported_values(pack: Pack) -> Iterator[tuple[Reported, Indicator, Period]]:
    """The reported cells that are values of months, with whose and when."""
    for cell in pack.reported:
        indicator = pack.indicator(cell.ref)
        month = (
            pack.calendar.parse(cell.field.removeprefix("value "))
            if cell.field.startswith("value ")
            else None
        )
        if indicator is not None and month is not None:
            yield cell, indicator, month


def _zero_remark(pack: Pack, indicator: Indicator, months: list[Period], place: Place) -> Remark:
    when = listed([month.long for month in months])
    return Remark(
        place, indicator.ref,
        f"{shown(pack, indicator)} is 0 in {when}, which it cannot be",
        "a value above 0, or the status “no cases”",
        "Write “no cases” where there were none.",
        months[0].iso,
        pack.words(
            "reader_note.zero",
            ref=shown(pack, indicator),
            months=pack.words.joined(pack.words.long_period(month) for month in months),
        ),
    )  # fmt: skip


def _range(indicator: Indicator, seen: Observation, value: Decimal) -> str:
    if limit := limit_missed(indicator, value):
        return limit
    if indicator.unit is Unit.COUNT and indicator.decimals < 1 and value != value.to_integral_value():
        return "a whole number (decimals)"
    if seen.denominator is not None and seen.denominator <= 0:
        return "a denominator above 0"
    return ""
