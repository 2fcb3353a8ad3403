"""Rules about rating bands, levels and grades: a value has one rating, and the words beside thresholds agree.

A sentence that cannot be read is itself a finding; the other rules look at those that can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from boardpack.analysis.formatting import format_value, rounded
from boardpack.analysis.rating import rate
from boardpack.check.band_condition import Bounds
from boardpack.check.band_wording import Bands, Seam, read_levels, seams
from boardpack.check.rule import (
    E,
    N,
    Remark,
    W,
    bands_rule,
    has_plain_numbers,
    indicator_rule,
    is_strict_over_words,
    number_words,
    precision,
    rule,
    said_bands,
    said_of_bands,
    shown,
    target_rule,
    targets_in_force,
    values,
)
from boardpack.model.finding import listed
from boardpack.model.indicator import Indicator, LevelBands, RagBands, Target, Unit
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
                _ranges(pack),
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
                _ranges(pack),
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
    plain = has_plain_numbers(indicator) and target.scheme == "bands"
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
    if bands.bigger_is_better is None or not has_plain_numbers(indicator) or target.scheme == "range":
        return
    said, stored = _said_thresholds(bands), _stored_thresholds(target.bands)
    if said != stored and not (is_strict_over_words(target, bands) and _same_numbers(said, stored)):
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


# ------------------------------------------------------------------------------------------ wording


def _unread(pack: Pack) -> Iterator[tuple[Indicator, Target]]:
    """The targets in force whose words do not give Green, Amber and Red a range each."""
    for indicator, target in targets_in_force(pack):
        if (
            target.methodology.strip()
            and target.scheme == "bands"
            and target.levels is None
            and has_plain_numbers(indicator)
        ):
            bands = said_bands(pack, target)
            if bands is None or {band.rag for band in bands.bands} != set(Rag):
                yield indicator, target


def _ranges(pack: Pack) -> str:
    """What words about bands are to be, with the pack's names of the ratings."""
    return (
        "one range each for {green}, {amber} and {red}, such as "
        "“90% or above {green} 80% to under 90% {amber} under 80% {red}”"
    ).format_map(pack.words.ratings)


def _apart(
    pack: Pack, indicator: Indicator, seen: Observation, value: Decimal
) -> tuple[Observation, str, Rag, Rag, Target] | None:
    """A value whose rating is not what the words of its month's target give it as printed."""
    target = pack.target(indicator.ref, seen.period)
    bands = said_bands(pack, target) if target and has_plain_numbers(indicator) else None
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


def _threshold(value: Decimal | None, *, included: bool, rises: bool) -> str:
    """A threshold as targets.csv has it: `90`, or `<49` where it is strict."""
    strict = "" if included or value is None else ">" if rises else "<"
    return f"{strict}{number_words(value)}"


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


def _odd(text: str, bands: Bands) -> bool:
    """Whether a range is written `559 to 608`, `21% - 25%` or `10-15%`."""
    plain_to = " to " in text and not any(
        word in text for word in ("under", "below", "over", "above", "up to")
    )
    half = bands.percent and "-" in text and text.count("%") == 1
    return plain_to or " - " in text or half


@rule("level-words", E, "The words beside levels give a value another level than their thresholds.")
def level_words_differ(pack: Pack) -> Iterator[Remark]:
    """A value on or beside a threshold, or a printed one, that the words put in another level or in none."""
    for indicator, target, bands, said in _read_levels(pack):
        apart = next(_levels_apart(pack, indicator, bands, said), None)
        if apart is not None:
            value, level, names = apart
            yield Remark(
                target.place, indicator.ref,
                f"{shown(pack, indicator)} at {format_value(value, indicator)} is {level} by its thresholds",
                f"{listed(names) if names else 'no level'}, as “{target.methodology}” says",
                "Make the column levels agree with the words; `<` or `>` before a number makes it strict.",
            )  # fmt: skip


@target_rule("levels-unreadable", W, "The words beside levels cannot be read.")
def levels_unreadable(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """Words beside the thresholds of levels that do not say where each lies, so they cannot be compared."""
    if _has_level_words(indicator, target) and _said_of_levels(target) is None:
        yield Remark(
            target.place, indicator.ref,
            f"the levels of {shown(pack, indicator)} cannot be read: “{target.methodology}”",
            "a range for each level, such as “70% or more Blue, 60% to under 70% Green, under 60% Red”",
            "Compare the words with the column levels by eye: the thresholds give the rating.",
        )  # fmt: skip


@target_rule("grade-words", E, "The words beside grades give one another rating than the thresholds do.")
def grades_differ(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """A yes or no, or a grade, that the printed words rate otherwise: `Yes: Green; No: Red`."""
    bands = target.bands
    if bands is None or not indicator.unit.is_named or bands.green_top is not None:
        return
    for grade, said in _graded(said_of_bands(pack, target), indicator.grades).items():
        rated = bands.rate(Decimal(indicator.grades.index(grade)))
        if rated is not said:
            yield Remark(
                target.place, indicator.ref,
                f"{shown(pack, indicator)} at {grade} is {rated.value} by thresholds and polarity",
                f"{said.value}, as “{target.methodology}” says",
                "Make the columns green and amber, and the polarity, agree with the words.",
            )  # fmt: skip
            break


def _graded(words: str, grades: Sequence[str]) -> Mapping[str, Rag]:
    """The rating that words give each grade that they name beside a colour: `Yes: Green`, `Green: Good`."""
    colours = {rag.value.casefold(): rag for rag in Rag}
    colour = f"({'|'.join(colours)})"
    first = re.match(rf"\W*{colour}\b", words, re.IGNORECASE) is not None
    found: dict[str, Rag] = {}
    for grade in grades:
        name = rf"(?<!\w){re.escape(grade)}(?!\w)"
        pattern = rf"\b{colour}\W*(?:is )?{name}" if first else rf"{name}\W*(?:is )?{colour}\b"
        if (match := re.search(pattern, words, re.IGNORECASE)) is not None:
            found[grade] = colours[match[1].casefold()]
    return found


def _read_levels(pack: Pack) -> Iterator[tuple[Indicator, Target, LevelBands, Mapping[str, Bounds]]]:
    """Each indicator that is rated by levels and has words about them that can be read."""
    for indicator, target in targets_in_force(pack):
        if target.levels is not None and _has_level_words(indicator, target):
            said = _said_of_levels(target)
            if said is not None:
                yield indicator, target, target.levels, said


def _has_level_words(indicator: Indicator, target: Target) -> bool:
    """Whether words are beside levels whose thresholds are written as the values are: plain numbers."""
    return target.levels is not None and bool(target.methodology.strip()) and has_plain_numbers(indicator)


def _said_of_levels(target: Target) -> Mapping[str, Bounds] | None:
    """What the words say of each level; None where they do not say it of every one."""
    bands = target.levels
    if bands is None:
        return None
    names = [each.level.name for each in bands.edges]
    said = read_levels(target.methodology, names, rises=bands.bigger_is_better)
    return said if said is not None and set(said) == set(names) else None


def _levels_apart(
    pack: Pack, indicator: Indicator, bands: LevelBands, said: Mapping[str, Bounds]
) -> Iterator[tuple[Decimal, str, list[str]]]:
    """The values that thresholds and words put apart, with the level of each."""
    step = Decimal(1).scaleb(-indicator.decimals)
    edges = [each.edge for each in bands.edges if each.edge is not None]
    tried = [edge + by for edge in edges for by in (-step, Decimal(0), step)]
    tried += [rounded(value, indicator.decimals) for _, value in values(pack, indicator)]
    for value in tried:
        names = [name for name, bounds in said.items() if bounds.holds(value)]
        level = bands.rate(value).name
        if names != [level]:
            yield value, level, names
