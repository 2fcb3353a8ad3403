"""Rules about levels of rating and grades: the words beside them say what their thresholds do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from boardpack.analysis.formatting import format_value, rounded
from boardpack.check.band_condition import Bounds
from boardpack.check.band_wording import holds, read_levels
from boardpack.check.rule import E, Remark, W, listed, rule, shown, target_rule, targets_in_force, values
from boardpack.model.indicator import Indicator, LevelBands, Target
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag


@rule("level-words", E, "The words beside levels give a value another level than their thresholds.")
def words_differ(pack: Pack) -> Iterator[Remark]:
    """A value on or beside a threshold, or a printed one, that the words put in another level or in none."""
    for indicator, target, bands, said in _read(pack):
        apart = next(_apart(pack, indicator, bands, said), None)
        if apart is not None:
            value, level, names = apart
            yield Remark(
                target.place, indicator.ref,
                f"{shown(pack, indicator)} at {format_value(value, indicator)} is {level} by its thresholds",
                f"{listed(names) if names else 'no level'}, as “{target.methodology}” says",
                "Make the column levels agree with the words; `<` or `>` before a number makes it strict.",
            )  # fmt: skip


@target_rule("levels-unreadable", W, "The words beside levels cannot be read.")
def unreadable(pack: Pack, indicator: Indicator, target: Target) -> Iterator[Remark]:
    """Words beside the thresholds of levels that do not say where each lies, so they cannot be compared."""
    if _has_words(indicator, target) and _said(target) is None:
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
    for grade, said in _graded(target.methodology, indicator.grades).items():
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


def _read(pack: Pack) -> Iterator[tuple[Indicator, Target, LevelBands, Mapping[str, Bounds]]]:
    """Each indicator that is rated by levels and has words about them that can be read."""
    for indicator, target in targets_in_force(pack):
        if target.levels is not None and _has_words(indicator, target):
            said = _said(target)
            if said is not None:
                yield indicator, target, target.levels, said


def _has_words(indicator: Indicator, target: Target) -> bool:
    """Whether words are beside levels whose thresholds are written as the values are: plain numbers."""
    plain = indicator.scale == 1 and not indicator.unit.is_clock and not indicator.unit.is_named
    return target.levels is not None and bool(target.methodology.strip()) and plain


def _said(target: Target) -> Mapping[str, Bounds] | None:
    """What the words say of each level; None where they do not say it of every one."""
    bands = target.levels
    if bands is None:
        return None
    names = [each.level.name for each in bands.edges]
    said = read_levels(target.methodology, names, rises=bands.bigger_is_better)
    return said if said is not None and set(said) == set(names) else None


def _apart(
    pack: Pack, indicator: Indicator, bands: LevelBands, said: Mapping[str, Bounds]
) -> Iterator[tuple[Decimal, str, list[str]]]:
    """The values that thresholds and words put apart, with the level of each."""
    step = Decimal(1).scaleb(-indicator.decimals)
    edges = [each.edge for each in bands.edges if each.edge is not None]
    tried = [edge + by for edge in edges for by in (-step, Decimal(0), step)]
    tried += [rounded(value, indicator.decimals) for _, value in values(pack, indicator)]
    for value in tried:
        names = [name for name, bounds in said.items() if holds(bounds, value)]
        level = bands.rate(value).name
        if names != [level]:
            yield value, level, names
