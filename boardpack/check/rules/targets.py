"""Rules about targets: the polarity, the unit, the printed number, and how far they are from the bands."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from boardpack.check import thresholds
from boardpack.check.band_wording import Bands
from boardpack.check.rule import (
    E,
    N,
    Remark,
    W,
    bands_rule,
    decimals_of,
    first_number,
    has_plain_numbers,
    indicator_rule,
    is_strict_over_words,
    number_words,
    rule,
    said_bands,
    shown,
    target_rule,
    targets_in_force,
)
from boardpack.model.indicator import Comparator, Indicator, Polarity, Target, TargetStatus, Unit
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag


@target_rule("polarity-contradicted", E, "The bands deny the polarity.")
def contradicted_polarity(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """A polarity that the bands deny."""
    good = _bigger_is_better(pack, target)
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
    good = _bigger_is_better(pack, target)
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
    if indicator.polarity is None and (target is None or _bigger_is_better(pack, target) is None):
        yield Remark(
            indicator.place, indicator.ref,
            f"{shown(pack, indicator)} has no polarity",
            "BIB, SIB or Neutral",
            "Enter which way is good; Neutral where neither is.",
        )  # fmt: skip


@target_rule("target-not-green", E, "The target is not where Green begins.")
def target_apart(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """A target that is not the boundary of Green, so that a value can meet it and not be Green."""
    bands = said_bands(pack, target)
    green = bands.threshold(Rag.GREEN) if bands and bands.bigger_is_better is not None else None
    if green is None and target.bands is not None:
        green = target.bands.green
    if green is None or target.value is None or not has_plain_numbers(indicator) or target.scheme == "range":
        return
    if target.bands is not None and target.bands.green_top is not None:
        return
    if target.value != green or is_strict_over_words(target, bands):
        yield Remark(
            target.place, indicator.ref,
            f"the target of {shown(pack, indicator)} is {target.published}, "
            f"and Green begins at {number_words(green)}{_and_included(target, bands)}",
            "the target where Green begins",
            "Correct one of them; waive it with the reason where the target is an interim one.",
        )  # fmt: skip


@rule("target-misread", E, "The printed target is not the computed one.")
def misread_target(pack: Pack) -> Iterator[Remark]:
    """A target whose number is not the one it is published with, or that faces the wrong way."""
    for indicator, target in (*targets_in_force(pack), *_annual(pack)):
        published = first_number(target.published)
        good = _bigger_is_better(pack, target)
        upward = target.comparator in {Comparator.AT_LEAST, Comparator.ABOVE}
        is_set = target.status is TargetStatus.SET
        ranged = target.bands is not None and target.bands.green_top is not None
        if ranged or target.of_period is not None or not has_plain_numbers(indicator):
            continue
        if published != target.value or is_set is (target.value is None):
            yield Remark(
                target.place, indicator.ref,
                f"the target of {shown(pack, indicator)} is printed as “{target.published}” "
                f"and computed with {number_words(target.value)}",
                "one number",
                "Make the columns target and value agree.",
            )  # fmt: skip
        elif target.comparator is not None and good is not None and upward is not good:
            yield Remark(
                target.place, indicator.ref,
                f"the target of {shown(pack, indicator)} is met by values {target.comparator.value} "
                f"{number_words(target.value)}, but its bands rate the "
                f"{'largest' if good else 'smallest'} Green",
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
        has_plain_numbers(indicator)
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
def target_out_of_range(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """A percentage target or threshold above 100."""
    numbers = [target.value, *((target.bands.green, target.bands.amber) if target.bands else ())]
    most = indicator.most
    if indicator.unit is Unit.PERCENT and most is not None and any(n and n > most for n in numbers):
        yield Remark(
            target.place, indicator.ref,
            f"the target or a threshold of {shown(pack, indicator)} is above {number_words(most)}%",
            f"0 to {number_words(most)}",
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
                    f"Amber is {number_words(width)} wide for {shown(pack, indicator)} and "
                    f"{number_words(usual)} for {shown(pack, like)}, though Green begins at "
                    f"{number_words(green)} for both",
                    "one stated tolerance for like targets",
                    "State why they differ, or use one width.",
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


def _unit_words(indicator: Indicator) -> str:
    return _UNITS.get(indicator.unit, indicator.unit.value)


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


def _bigger_is_better(pack: Pack, target: Target) -> bool | None:
    bands = said_bands(pack, target)
    if bands is not None and bands.bigger_is_better is not None:
        return bands.bigger_is_better
    return target.bands.bigger_is_better if target.bands else None


_UNITS = {
    Unit.PERCENT: "percentages",
    Unit.COUNT: "counts",
    Unit.AVERAGE: "averages",
    Unit.DAYS: "days",
    Unit.WEEKS: "weeks",
    Unit.POUNDS: "pounds",
}


def _and_included(target: Target, bands: Bands | None) -> str:
    return ", that number included" if is_strict_over_words(target, bands) else ""
