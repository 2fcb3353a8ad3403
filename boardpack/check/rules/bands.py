"""Rules about targets and rating bands: each value must fall in exactly one band, on the right side.

A sentence that cannot be read is itself a finding; the other rules look at those that can.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from boardpack.analysis.formatting import format_value, rounded
from boardpack.analysis.rating import rate
from boardpack.check import thresholds
from boardpack.check.band_wording import Bands, Seam, parse_bands, seams
from boardpack.check.rule import (
    E,
    N,
    Remark,
    W,
    bands_rule,
    decimals_of,
    first_number,
    indicator_rule,
    listed,
    precision,
    rule,
    shown,
    target_rule,
    targets_in_force,
    values,
)
from boardpack.model.indicator import Comparator, Indicator, Polarity, RagBands, Target, TargetStatus, Unit
from boardpack.model.observation import Observation
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag, RatingBasis


@rule("bands-unreadable", W, "The published bands cannot be read beside the thresholds.")
def unreadable(pack: Pack) -> Iterator[Remark]:
    """Words beside thresholds that do not say where Green, Amber and Red lie, so they cannot be compared."""
    for indicator, target in _unread(pack):
        if target.bands is not None:
            yield Remark(
                target.place, indicator.ref,
                f"the rating bands of {shown(pack, indicator)} cannot be read: “{target.methodology}”",
                _RANGES,
                "Compare the words with the columns green and amber by eye: the thresholds give the rating.",
            )  # fmt: skip


@rule("bands-unusable", E, "A target with bands that cannot be read and no thresholds.")
def unusable(pack: Pack) -> Iterator[Remark]:
    """A target that is set, words that cannot be read, and no thresholds: nothing can be rated."""
    for indicator, target in _unread(pack):
        if target.bands is None and target.value is not None and not target.reason.strip():
            yield Remark(
                target.place, indicator.ref,
                f"the rating bands of {shown(pack, indicator)} cannot be read: “{target.methodology}”",
                _RANGES,
                "Fill in the columns green and amber, or the reason why it is not rated.",
            )  # fmt: skip


@indicator_rule("rating-words", E, "A rating is not what the printed words give the printed value.")
def words_differ(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A value of a month shown whose computed rating is not that of the bands as printed."""
    apart = [found for known in values(pack, indicator) if (found := _apart(pack, indicator, *known))]
    if apart:
        seen, printed, computed, said, target = apart[-1]
        yield Remark(
            target.place, indicator.ref,
            f"{shown(pack, indicator)} is rated {computed.value} at {printed} "
            f"({listed([each[0].period.short for each in apart])})",
            f"{said.value}, as “{target.methodology}” says of the value as printed",
            "Make the thresholds, with `<` or `>` where they are strict, those of the words; "
            "where the value is rounded, show more decimals.",
            seen.period.iso,
        )  # fmt: skip


@target_rule("bands-unpublished", W, "Thresholds, and no published bands.")
def unpublished(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """Thresholds with nothing published about them."""
    plain = _plain(indicator) and target.scheme == "bands"
    if plain and target.bands is not None and not target.methodology.strip():
        yield Remark(
            target.place, indicator.ref,
            f"{shown(pack, indicator)} is rated by thresholds, and no bands are published",
            "the bands in words, such as “90% or above Green, 80% to under 90% Amber, under 80% Red”",
            "Fill in the column methodology.",
        )  # fmt: skip


@bands_rule("band-threshold", E, "The thresholds are not those of the published bands.")
def unstored(pack: Pack, indicator: Indicator, target: Target, bands: Bands) -> Iterator[Remark]:
    """Thresholds that differ from the published sentence, or were never filled in."""
    if bands.bigger_is_better is None or not _plain(indicator) or target.scheme == "range":
        return
    said, stored = _said_thresholds(bands), _stored_thresholds(target.bands)
    if said != stored and not (_strictness_differs(target, bands) and _same_numbers(said, stored)):
        yield Remark(
            target.place, indicator.ref,
            f"{shown(pack, indicator)} is rated with green {stored[0]} and amber {stored[1]}",
            f"green {said[0]} and amber {said[1]}, as “{target.methodology}” says",
            "Make the columns green and amber agree with the published sentence; `<` or `>` before a "
            "number makes it strict.",
        )  # fmt: skip


@bands_rule("band-order", E, "Amber does not lie between Green and Red.")
def disordered(pack: Pack, indicator: Indicator, target: Target, bands: Bands) -> Iterator[Remark]:
    """Bands in which Amber does not lie between Green and Red."""
    if bands.bigger_is_better is None:
        order = ", ".join(band.rag.value for band in bands.ascending)
        yield Remark(
            target.place, indicator.ref,
            f"from the lowest values up, the bands of {shown(pack, indicator)} run {order}",
            "Red, Amber, Green or Green, Amber, Red",
            "Put the bands in order, or correct a mistyped number.",
        )  # fmt: skip


@target_rule("polarity-contradicted", E, "The bands deny the polarity.")
def contradicted_polarity(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """A polarity that the bands deny."""
    good = _bigger_is_better(target)
    close = indicator.polarity is Polarity.TARGET or target.scheme == "range"
    if good is None or indicator.polarity is None or close:
        return
    if indicator.polarity is not (Polarity.BIGGER if good else Polarity.SMALLER):
        expected = Polarity.BIGGER if good else Polarity.SMALLER
        yield Remark(
            indicator.place, indicator.ref,
            f"{shown(pack, indicator)} is marked {indicator.polarity.value} "
            f"({indicator.polarity.words}), but its bands rate the "
            f"{'largest' if good else 'smallest'} values Green",
            f"{expected.value} ({expected.words})",
            "Correct the polarity, or the bands.",
        )  # fmt: skip


@target_rule("polarity-missing", E, "There are bands and no polarity.")
def missing_polarity(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """No polarity although there are bands, which show what it is."""
    good = _bigger_is_better(target)
    if indicator.polarity is None and good is not None:
        expected = Polarity.BIGGER if good else Polarity.SMALLER
        yield Remark(
            indicator.place, indicator.ref,
            f"{shown(pack, indicator)} has rating bands and no polarity",
            f"{expected.value} ({expected.words}), as the bands have it",
            f"Enter {expected.value} as its polarity.",
        )  # fmt: skip


@indicator_rule("polarity-blank", W, "Which way is good is nowhere said.")
def blank_polarity(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """No polarity and no bands: which way is good is nowhere said."""
    target = pack.target(indicator.ref, pack.period)
    if indicator.polarity is None and (target is None or _bigger_is_better(target) is None):
        yield Remark(
            indicator.place, indicator.ref,
            f"{shown(pack, indicator)} has no polarity",
            "BIB, SIB or Neutral",
            "Enter which way is good; Neutral where neither is.",
        )  # fmt: skip


@bands_rule("band-gap", E, "A printed value can fall between two bands.")
def gaps(pack: Pack, indicator: Indicator, target: Target, bands: Bands) -> Iterator[Remark]:
    """Bands with a gap that a printed value can fall into."""
    places = _places(pack, indicator)
    wide = [seam for seam in seams(bands) if not seam.overlap and seam.first(places) is not None]
    if wide:
        yield Remark(
            target.place, indicator.ref,
            f"the bands of {shown(pack, indicator)} say nothing of values "
            f"{listed([f'{_stretch(seam)}, such as {seam.first(places)}' for seam in wide])}"
            f"{_struck(pack, indicator, bands, wide)}",
            "one rating for every value",
            "Let each band begin where its neighbour ends.",
        )  # fmt: skip


@bands_rule("band-hairline", N, "An unrounded value can fall between two bands.")
def hairlines(pack: Pack, indicator: Indicator, target: Target, bands: Bands) -> Iterator[Remark]:
    """Bands with a gap that only an unrounded value falls into; counts of whole things cannot."""
    whole = indicator.unit is Unit.COUNT and not bands.of_cohort
    places = _places(pack, indicator)
    found = [s for s in seams(bands) if not s.overlap and s.first(places) is None and s.low != s.high]
    if found and not whole:
        yield Remark(
            target.place, indicator.ref,
            f"an unrounded value {listed([_stretch(seam) for seam in found])} "
            f"has no rating in the published bands of {shown(pack, indicator)}",
            "bands that meet, such as “80% to under 90% Amber”",
            "Agree one threshold a boundary and word the bands by it. The pack rates such a value "
            "in the worse band.",
        )  # fmt: skip


@bands_rule("band-overlap", E, "A value can have two ratings.")
def overlaps(pack: Pack, indicator: Indicator, target: Target, bands: Bands) -> Iterator[Remark]:
    """Bands that give one value two ratings."""
    double = [seam for seam in seams(bands) if seam.overlap]
    calls = [f"{_stretch(s)} both {s.lower.rag.value} and {s.upper.rag.value}" for s in double]
    if double:
        yield Remark(
            target.place, indicator.ref,
            f"the bands of {shown(pack, indicator)} call {listed(calls)}"
            f"{_struck(pack, indicator, bands, double)}",
            "one rating for every value",
            "Let each band begin where its neighbour ends.",
        )  # fmt: skip


@target_rule("target-not-green", E, "The target is not where Green begins.")
def target_apart(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """A target that is not the boundary of Green, so that a value can meet it and not be Green."""
    bands = parse_bands(target.methodology)
    green = bands.threshold(Rag.GREEN) if bands and bands.bigger_is_better is not None else None
    if green is None and target.bands is not None:
        green = target.bands.green
    if green is None or target.value is None or not _plain(indicator) or target.scheme == "range":
        return
    if target.bands is not None and target.bands.green_top is not None:
        return
    if target.value != green or _strictness_differs(target, bands):
        yield Remark(
            target.place, indicator.ref,
            f"the target of {shown(pack, indicator)} is {target.published}, "
            f"and Green begins at {_number(green)}{_and_included(target, bands)}",
            "the target where Green begins",
            "Correct one of them; waive it with the reason where the target is an interim one.",
        )  # fmt: skip


@rule("target-misread", E, "The printed target is not the computed one.")
def misread_target(pack: Pack) -> Iterator[Remark]:
    """A target whose number is not the one it is published with, or that faces the wrong way."""
    for indicator, target in (*targets_in_force(pack), *_annual(pack)):
        published = first_number(target.published)
        good = _bigger_is_better(target)
        upward = target.comparator in {Comparator.AT_LEAST, Comparator.ABOVE}
        is_set = target.status is TargetStatus.SET
        ranged = target.bands is not None and target.bands.green_top is not None
        if ranged or target.of_period is not None or not _plain(indicator):
            continue
        if published != target.value or is_set is (target.value is None):
            yield Remark(
                target.place, indicator.ref,
                f"the target of {shown(pack, indicator)} is printed as “{target.published}” "
                f"and computed with {_number(target.value)}",
                "one number",
                "Make the columns target and value agree.",
            )  # fmt: skip
        elif target.comparator is not None and good is not None and upward is not good:
            yield Remark(
                target.place, indicator.ref,
                f"the target of {shown(pack, indicator)} is met by values {target.comparator.value} "
                f"{_number(target.value)}, but its bands rate the {'largest' if good else 'smallest'} Green",
                f"{'>=' if good else '<='}, as the bands have it",
                "Correct the comparator, or the bands.",
            )  # fmt: skip


def _annual(pack: Pack) -> Iterator[tuple[Indicator, Target]]:
    """The targets of the whole year behind those of single periods."""
    for indicator, now in targets_in_force(pack):
        for target in pack.targets if now.of_period is not None else ():
            if target.ref == indicator.ref and target.of_period is None and target.covers(pack.period):
                yield indicator, target


@target_rule("unit-mismatch", E, "Target and bands are in another unit than the value.")
def units(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """A target or bands in another unit than the value."""
    texts = [text for text in (target.published, target.methodology) if first_number(text) is not None]
    cohort = target.of_denominator or any("cohort" in text.casefold() for text in texts)
    percent = indicator.unit is Unit.PERCENT
    if cohort and not percent:
        now = pack.observation(indicator.ref, pack.period)
        if now is None or now.denominator is None:
            yield _cohort_remark(pack, indicator, target)
    elif (
        _plain(indicator)
        and _in_other_unit(texts, percent=percent)
        and (target.scheme == "bands" or ("%" in target.published) is not percent)
    ):
        yield Remark(
            target.place, indicator.ref,
            f"{shown(pack, indicator)} is measured in {_unit_words(indicator)}, its target or bands "
            f"are {'percentages' if not percent else 'plain numbers'}",
            "one unit for value, target and bands",
            "Correct the unit, or the target and bands.",
        )  # fmt: skip


def _in_other_unit(texts: list[str], *, percent: bool) -> bool:
    """Whether a target and its bands are in another unit: bands beside `95%` may say “95 or above”."""
    if not texts:
        return False
    return ("%" in texts[0]) is not percent or (not percent and any("%" in text for text in texts))


@target_rule("threshold-range", E, "A percentage target or threshold is above 100.")
def out_of_range(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """A percentage target or threshold above 100."""
    numbers = [target.value, *((target.bands.green, target.bands.amber) if target.bands else ())]
    most = indicator.most
    if indicator.unit is Unit.PERCENT and most is not None and any(n and n > most for n in numbers):
        yield Remark(
            target.place, indicator.ref,
            f"the target or a threshold of {shown(pack, indicator)} is above {_number(most)}%",
            f"0 to {_number(most)}",
            "Correct the number; write 90 for 90%. Where more is possible, say so in the column max.",
        )  # fmt: skip


@rule("band-tolerance", W, "Like targets have Amber bands of unlike width.")
def tolerances(pack: Pack) -> Iterator[Remark]:
    """The same Green boundary with Amber bands of different widths: those unlike nearly all of their kind.

    Two indicators that share a boundary by chance are not of a kind; three or more that agree are.
    """
    kinds: dict[tuple[Unit, Decimal, bool], list[tuple[Indicator, Target, Decimal]]] = {}
    for indicator, target in targets_in_force(pack):
        if target.bands is not None and not target.bands.of_denominator:
            key = (indicator.unit, target.bands.green, target.bands.bigger_is_better)
            width = abs(target.bands.green - target.bands.amber)
            kinds.setdefault(key, []).append((indicator, target, width))
    for (_, green, _), members in kinds.items():
        widths = [width for _, _, width in members]
        usual = max(widths, key=widths.count)
        if not green or widths.count(usual) < thresholds.LIKE_BANDS or 2 * widths.count(usual) <= len(widths):
            continue
        like = next(indicator for indicator, _, width in members if width == usual)
        for indicator, target, width in members:
            if width != usual:
                yield Remark(
                    target.place, indicator.ref,
                    f"Amber is {_number(width)} wide for {shown(pack, indicator)} and {_number(usual)} for "
                    f"{shown(pack, like)}, though Green begins at {_number(green)} for both",
                    "one stated tolerance for like targets",
                    "State why they differ, or use one width.",
                )  # fmt: skip


@bands_rule("band-wording", N, "Bands are written in a style of their own.")
def wordings(pack: Pack, indicator: Indicator, target: Target, bands: Bands) -> Iterator[Remark]:
    """Bands whose ranges are written in a style of their own."""
    odd = [band.text for band in bands.bands if _odd(band.text, bands)]
    if odd:
        yield Remark(
            target.place, indicator.ref,
            f"the bands of {shown(pack, indicator)} are written {listed([f'“{text}”' for text in odd])}",
            "ranges written one way, such as “85%-89%”",
            "Nothing need be done: they are read as they stand.",
        )  # fmt: skip


@bands_rule("target-decimals", N, "Target and bands differ in decimals.")
def target_decimals(pack: Pack, indicator: Indicator, target: Target, bands: Bands) -> Iterator[Remark]:
    """A target printed to other decimals than its bands."""
    green = bands.band(Rag.GREEN)
    given, other = decimals_of(target.published), decimals_of(green.text if green else "")
    if given is not None and other is not None and given != other:
        yield Remark(
            target.place, indicator.ref,
            f"the target of {shown(pack, indicator)} is written {target.published}, its bands to "
            f"{other} decimals",
            "one precision",
            "Nothing need be done: the numbers are the same.",
        )  # fmt: skip


# ------------------------------------------------------------------------------------------ wording


def _unread(pack: Pack) -> Iterator[tuple[Indicator, Target]]:
    """The targets in force whose words do not give Green, Amber and Red a range each."""
    for indicator, target in targets_in_force(pack):
        if (
            target.methodology.strip()
            and target.scheme == "bands"
            and target.levels is None
            and _plain(indicator)
        ):
            bands = parse_bands(target.methodology)
            if bands is None or {band.rag for band in bands.bands} != set(Rag):
                yield indicator, target


_RANGES = (
    "one range each for Green, Amber and Red, such as "
    "“90% or above Green 80% to under 90% Amber under 80% Red”"
)


def _apart(
    pack: Pack, indicator: Indicator, seen: Observation, value: Decimal
) -> tuple[Observation, str, Rag, Rag, Target] | None:
    """A value whose rating is not what the words of its month's target give it as printed."""
    target = pack.target(indicator.ref, seen.period)
    bands = parse_bands(target.methodology) if target and _plain(indicator) else None
    rating = rate(pack, indicator.ref, seen.period)
    if target is None or bands is None or rating.rag is None or rating.basis is not RatingBasis.COMPUTED:
        return None
    shown_value, printed = rounded(value, indicator.decimals), format_value(value, indicator)
    if target.bands is not None and target.bands.of_denominator:
        if not seen.denominator:
            return None
        shown_value = value * 100 / seen.denominator
    said = bands.ratings(shown_value)
    return (seen, printed, rating.rag, said[0], target) if said and rating.rag not in said else None


def _plain(indicator: Indicator) -> bool:
    """Whether words give numbers as the values are: money in thousands, durations and grades they do not."""
    return indicator.scale == 1 and not indicator.unit.is_clock and not indicator.unit.is_named


def _said_thresholds(bands: Bands) -> tuple[str, str]:
    rises = bool(bands.bigger_is_better)
    first, second = (
        _threshold(bands.threshold(rag), included=bands.included(rag), rises=rises)
        for rag in (Rag.GREEN, Rag.AMBER)
    )
    return first, second


def _stored_thresholds(bands: RagBands | None) -> tuple[str, str]:
    if bands is None:
        return "nothing", "nothing"
    return (
        _threshold(bands.green, included=bands.green_included, rises=bands.bigger_is_better),
        _threshold(bands.amber, included=bands.amber_included, rises=bands.bigger_is_better),
    )


def _same_numbers(said: tuple[str, str], stored: tuple[str, str]) -> bool:
    """Whether thresholds differ in nothing but a sign; `target-not-green` tells of that one."""
    return [text.lstrip("<>") for text in said] == [text.lstrip("<>") for text in stored]


def _unit_words(indicator: Indicator) -> str:
    return _UNITS.get(indicator.unit, indicator.unit.value)


def _threshold(value: Decimal | None, *, included: bool, rises: bool) -> str:
    """A threshold as targets.csv has it: `90`, or `<49` where it is strict."""
    strict = "" if included or value is None else ">" if rises else "<"
    return f"{strict}{_number(value)}"


def _cohort_remark(pack: Pack, indicator: Indicator, target: Target) -> Remark:
    ref = shown(pack, indicator)
    return Remark(
        target.place, indicator.ref,
        f"the target and bands of {ref} are percentages of a cohort, its values are a "
        f"{indicator.unit.value}, and the cohort's size is not in the data",
        "a denominator for each month, or bands in the unit of the values",
        f"Add a row `{ref},denominator,…` to the values, or restate the bands.",
        pack.period.iso,
    )  # fmt: skip


def _bigger_is_better(target: Target) -> bool | None:
    bands = parse_bands(target.methodology)
    if bands is not None and bands.bigger_is_better is not None:
        return bands.bigger_is_better
    return target.bands.bigger_is_better if target.bands else None


def _places(pack: Pack, indicator: Indicator) -> int:
    """Decimals that this indicator's values are reported with, at their finest."""
    return max([indicator.decimals, *(precision(observation) for observation, _ in values(pack, indicator))])


def _struck(pack: Pack, indicator: Indicator, bands: Bands, found: list[Seam]) -> str:
    """The months whose values lie in a gap or overlap, as an aside."""
    hit = [
        f"{seen.period.short} ({seen.text})"
        for seen, value in values(pack, indicator)
        if not bands.of_cohort and any(seam.holds(value) for seam in found)
    ]
    return f"; it happened in {listed(hit)}" if hit else ""


def _stretch(seam: Seam) -> str:
    if seam.low == seam.high:
        return str(seam.low)
    if seam.overlap:
        return f"{seam.low} to {seam.high}"
    return f"between {seam.low} and {seam.high}"


def _strictness_differs(target: Target, bands: Bands | None) -> bool:
    green = bands.band(Rag.GREEN) if bands else None
    strict = target.comparator in {Comparator.BELOW, Comparator.ABOVE}
    return strict and green is not None and green.holds(target.value or Decimal(0))


def _and_included(target: Target, bands: Bands | None) -> str:
    return ", that number included" if _strictness_differs(target, bands) else ""


def _odd(text: str, bands: Bands) -> bool:
    """Whether a range is written `559 to 608`, `21% - 25%` or `10-15%`."""
    plain_to = " to " in text and not any(
        word in text for word in ("under", "below", "over", "above", "up to")
    )
    half = bands.percent and "-" in text and text.count("%") == 1
    return plain_to or " - " in text or half


def _number(value: Decimal | None) -> str:
    return "nothing" if value is None else f"{value.normalize():f}"


_UNITS = {
    Unit.PERCENT: "percentages",
    Unit.COUNT: "counts",
    Unit.AVERAGE: "averages",
    Unit.DAYS: "days",
    Unit.WEEKS: "weeks",
    Unit.POUNDS: "pounds",
}
