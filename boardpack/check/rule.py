"""What a rule is, and what rules ask of a pack again and again.

A rule is a function with a name, a severity and a sentence, put to it by a decorator:

    @rule("action-overdue", W, "Open after the month in which it was due.")
    def overdue(pack: Pack) -> Iterator[Remark]: ...

A rule on one indicator, target or action at a time:

    @indicator_rule("value-blank", E, "No value this month, and nothing says why.")
    def blank(pack: Pack, indicator: Indicator) -> Iterator[Remark]: ...

To add one, write it in the module of its subject under `boardpack.check.rules` (a new module is named in
`SUBJECTS` of `registry`; numbers are in `thresholds`) and give `CASES` of `tests/check/cases.py` a pack with
the fault, which may have 6 other findings at most; what only looks like it goes into `SILENT` there. Waivers
use its name, so it stays; where the fault is seen by readers, it is one of `READER_RULES` of `waivers`. What
is found while files are read is no rule: it is said to the `FindingLog`, and its name listed in `ELSEWHERE`
of `registry`.

Then come the questions: current targets, shown references, decimals of a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TypeVarTuple, Unpack

from msgspec import Struct

from boardpack.analysis.formatting import format_value
from boardpack.check.band_wording import Bands, parse_bands
from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.indicator import Comparator, Indicator, Target
from boardpack.model.observation import Observation
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag

Ts = TypeVarTuple("Ts")


class Remark(Struct, frozen=True):
    """A finding as its rule makes it; `boardpack.check.registry` adds the rule's name and severity."""

    place: Place
    subject: str
    found: str
    expected: str
    remedy: str
    period: str = ""
    reader_note: str = ""
    """A plain sentence for the pack's last page; empty when its reader need not know."""


class Rule(Struct, frozen=True):
    """A rule: what it is called, how much it matters, how it is found. Calling it gives its remarks."""

    name: str
    severity: Severity
    sentence: str
    """What it finds, for the documentation."""
    find: Callable[..., Iterator[Remark]]
    """Takes a pack; one that compares, the earlier pack as well."""
    compares: bool = False

    def __call__(self, *packs: Pack) -> Iterator[Remark]:
        """Find what the rule is about in a pack, or in a pack and the one before it."""
        return self.find(*packs)

    def findings(self, *packs: Pack) -> Iterator[Finding]:
        """Apply the rule."""
        return (signed(remark, self.name, self.severity) for remark in self.find(*packs))


Find = Callable[[Pack, Unpack[Ts]], Iterator[Remark]]
"""What a rule has to say of a pack, or of one thing in it."""
Decorate = Callable[[str, Severity, str], Callable[[Find[*Ts]], Rule]]


def rule(
    name: str, severity: Severity, sentence: str
) -> Callable[[Callable[[Pack], Iterator[Remark]]], Rule]:
    """Make a rule of a function that yields its remarks. Waivers use the name, so it stays."""
    return lambda find: Rule(name, severity, sentence, find)


def rule_for(each: Callable[[Pack], Iterable[tuple[*Ts]]]) -> Decorate[*Ts]:
    """Make a decorator like `rule` for functions of one thing at a time, which `each` gives of a pack."""

    def decorate(name: str, severity: Severity, sentence: str) -> Callable[[Find[*Ts]], Rule]:
        return lambda find: Rule(
            name, severity, sentence, lambda pack: (r for one in each(pack) for r in find(pack, *one))
        )

    return decorate


def comparison(
    name: str, severity: Severity, sentence: str
) -> Callable[[Callable[[Pack, Pack], Iterator[Remark]]], Rule]:
    """Make a rule of a function that also takes the pack of an earlier month, after the pack."""
    return lambda find: Rule(name, severity, sentence, find, compares=True)


class Family(Struct, frozen=True):
    """Rules that another package applies together, such as the checking of claims in prose."""

    find: Callable[[Pack], Iterator[Finding]]
    rules: tuple[tuple[str, Severity, str], ...]
    """Name, severity and sentence of each rule that it may report."""


def signed(remark: Remark, rule: str, severity: Severity) -> Finding:
    """Make a finding of a remark."""
    return Finding(
        rule=rule,
        severity=severity,
        place=remark.place,
        subject=remark.subject,
        found=remark.found,
        expected=remark.expected,
        remedy=remark.remedy,
        period=remark.period,
        audience="reader" if remark.reader_note else "analyst",
        reader_note=remark.reader_note,
    )


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE
"""How much a rule matters, in one letter beside its name."""


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def shown(pack: Pack, indicator: Indicator) -> str:
    """The reference as the tables print it: `LAC 19 (12m)`."""
    return indicator.definition(pack.period).reference


def limit_missed(indicator: Indicator, value: Decimal) -> str:
    """What a value outside the limits of its indicator should have been; empty for one within them."""
    if indicator.least is not None and value < indicator.least:
        return f"{format_value(indicator.least, indicator)} or more (min)"
    if indicator.most is not None and value > indicator.most:
        return f"at most {format_value(indicator.most, indicator)} (max)"
    return ""


def targets_in_force(pack: Pack) -> Iterator[tuple[Indicator, Target]]:
    """Each indicator with the target in force in the pack's month."""
    for indicator in pack.indicators:
        target = pack.target(indicator.ref, pack.period)
        if target is not None:
            yield indicator, target


def published_bands(pack: Pack) -> Iterator[tuple[Indicator, Target, Bands]]:
    """Each indicator whose published bands can be read."""
    for indicator, target in targets_in_force(pack):
        bands = said_bands(pack, target) if target.levels is None else None
        if bands is not None and len(bands.bands) == len(Rag):
            yield indicator, target, bands


def said_bands(pack: Pack, target: Target) -> Bands | None:
    """What a target's published words say of its bands; None where they are not understood."""
    return parse_bands(said_of_bands(pack, target))


def said_of_bands(pack: Pack, target: Target) -> str:
    """A target's published words about its bands, with Red, Amber and Green for the pack's names of them."""
    own = {pack.words.rating(rag).casefold(): rag.value for rag in Rag}
    if all(name == known.casefold() for name, known in own.items()):
        return target.methodology
    names = "|".join(re.escape(name) for name in sorted(filter(None, own), key=len, reverse=True))
    return re.sub(
        rf"(?i)(?<!\w)(?:{names})(?!\w)", lambda found: own[found[0].casefold()], target.methodology
    )


def observed(pack: Pack, indicator: Indicator) -> Iterator[Observation]:
    """What the file says of each month shown, in order."""
    for month in pack.months:
        observation = pack.observation(indicator.ref, month)
        if observation is not None:
            yield observation


def values(pack: Pack, indicator: Indicator) -> Iterator[tuple[Observation, Decimal]]:
    """The months shown that have a value, with it."""
    for observation in observed(pack, indicator):
        if observation.value is not None:
            yield observation, observation.value


def loaded_values(pack: Pack, indicator: Indicator) -> Iterator[tuple[Observation, Decimal]]:
    """Every value that the pack holds, of earlier years as well: trends and years to date need them."""
    for seen in sorted(pack.observed(indicator.ref), key=lambda one: one.period):
        if seen.value is not None and seen.period <= pack.period:
            yield seen, seen.value


def has_plain_numbers(indicator: Indicator) -> bool:
    """Whether words give numbers as the values are: money in thousands, durations and grades they do not."""
    return indicator.scale == 1 and not indicator.unit.is_clock and not indicator.unit.is_named


def number_words(value: Decimal | None) -> str:
    """A threshold without exponent or needless zeros; `nothing` where there is none."""
    return "nothing" if value is None else f"{value.normalize():f}"


def is_strict_over_words(target: Target, bands: Bands | None) -> bool:
    """Whether a target is strict (`<95`) where the words about Green include its number."""
    green = bands.band(Rag.GREEN) if bands else None
    strict = target.comparator in {Comparator.BELOW, Comparator.ABOVE}
    return strict and green is not None and green.holds(target.value or Decimal(0))


def first_number(text: str) -> Decimal | None:
    """The first number in some words: 95.0 of `95.0%`."""
    match = NUMBER.search(text)
    return Decimal(match[0].replace(",", "")) if match else None


def decimals_of(text: str) -> int | None:
    """How many decimals the first number of some words has; None without a number."""
    match = NUMBER.search(text)
    if match is None:
        return None
    return len(match[0].partition(".")[2])


def precision(observation: Observation) -> int:
    """How many decimals of the unit a cell gives: 1 for `67.7%`, 0 for `0.43` when it means 43%."""
    value = observation.value
    if value is None:
        return 0
    given = decimals_of(observation.text)
    if given is not None and first_number(observation.text) == value:
        return given
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


action_rule = rule_for(lambda pack: ((action,) for action in pack.actions))
"""A rule on each action of the log."""
indicator_rule = rule_for(lambda pack: ((indicator,) for indicator in pack.indicators))
"""A rule on each indicator."""
target_rule = rule_for(targets_in_force)
"""A rule on each indicator that has a target in force, and that target."""
bands_rule = rule_for(published_bands)
"""A rule on each indicator whose published bands can be read, its target and those bands."""
