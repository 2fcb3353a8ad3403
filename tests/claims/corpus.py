"""True sentences in many phrasings, and the single faults planted in them.

A sentence is a phrasing with slots. What must hold for it to be true is told by its facts, each a small
function of the pack and the slots; they know nothing of how the checker works. A fault changes one slot,
and counts only if the sentence is then false.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from boardpack.analysis.rating import rate
from boardpack.model.indicator import Indicator, Unit, canonical_ref
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rag
from tests.claims.packs import Kind, made_up


@dataclass(frozen=True)
class Slots:
    """What a sentence says, apart from its phrasing."""

    kind: Kind
    month: Period
    since: Period
    value: Decimal
    start: Decimal
    size: Decimal
    unit: str
    """`points` or `%` of a change; empty for a plain number."""
    way: str
    """`up` or `down`."""
    good: str
    """`better` or `worse`."""
    rag: str
    before: str
    count: int
    month_style: int = 0
    subject: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence with what it was made of."""

    pack: Pack
    slots: Slots
    phrasing: str
    text: str


Fact = Callable[[Pack, Slots], bool]


def _ref(slots: Slots) -> str:
    return canonical_ref(slots.kind.ref)


def value_of(pack: Pack, slots: Slots, month: Period) -> Decimal | None:
    found = pack.observation(_ref(slots), month)
    return found.value if found else None


def _difference(pack: Pack, slots: Slots) -> Decimal | None:
    now, then = value_of(pack, slots, slots.month), value_of(pack, slots, slots.since)
    return None if now is None or then is None else now - then


def is_value(pack: Pack, s: Slots) -> bool:
    return value_of(pack, s, s.month) == s.value


def is_start(pack: Pack, s: Slots) -> bool:
    return value_of(pack, s, s.since) == s.start


def is_size(pack: Pack, s: Slots) -> bool:
    change = _difference(pack, s)
    if change is None:
        return False
    if s.unit == "%" and s.kind.unit is not Unit.PERCENT:
        then = value_of(pack, s, s.since) or Decimal(1)
        return (abs(change) / then * 100).quantize(Decimal(1), ROUND_HALF_UP) == s.size
    return abs(change) == s.size and s.unit == ("points" if s.kind.unit is Unit.PERCENT else "")


def is_way(pack: Pack, s: Slots) -> bool:
    change = _difference(pack, s)
    return change is not None and (change > 0 if s.way == "up" else change < 0)


def is_good(pack: Pack, s: Slots) -> bool:
    change = _difference(pack, s)
    return bool(change) and ((change or 0) > 0) is (s.kind.bigger is (s.good == "better"))


def is_level(pack: Pack, s: Slots) -> bool:
    return _difference(pack, s) == 0


def is_monthly(pack: Pack, s: Slots) -> bool:  # noqa: ARG001 - a fact's signature
    return s.since == s.month.plus(-1)


def is_now(pack: Pack, s: Slots) -> bool:
    return s.month == pack.period


def is_rated(pack: Pack, s: Slots) -> bool:
    return rate(pack, _ref(s), s.month).word == s.rag


def was_rated(pack: Pack, s: Slots) -> bool:
    return rate(pack, _ref(s), s.since).word == s.before


def was_rated_otherwise(pack: Pack, s: Slots) -> bool:
    return was_rated(pack, s) and s.before != s.rag


def is_target(pack: Pack, s: Slots) -> bool:
    target = pack.target(_ref(s), s.month)
    return target is not None and target.value == s.start


def _gap(pack: Pack, s: Slots) -> Decimal | None:
    target, value = pack.target(_ref(s), s.month), value_of(pack, s, s.month)
    return None if target is None or target.value is None or value is None else value - target.value


def is_beside_target(pack: Pack, s: Slots) -> bool:
    gap = _gap(pack, s)
    return gap is not None and (gap > 0 if s.way == "up" else gap < 0)


def is_gap(pack: Pack, s: Slots) -> bool:
    gap = _gap(pack, s)
    return (
        gap is not None and abs(gap) == s.size and s.unit == ("points" if s.kind.unit is Unit.PERCENT else "")
    )


def is_good_against_target(pack: Pack, s: Slots) -> bool:
    gap = _gap(pack, s)
    if gap is None:
        return False
    met = gap >= 0 if s.kind.bigger else gap <= 0
    return met is (s.good == "better")


def _series(pack: Pack, s: Slots) -> dict[Period, Decimal]:
    return {m: v for m in pack.months if (v := value_of(pack, s, m)) is not None}


def is_extreme(pack: Pack, s: Slots) -> bool:
    series = _series(pack, s)
    return series.get(s.month) == (max if s.way == "up" else min)(series.values())


def is_best(pack: Pack, s: Slots) -> bool:
    series = _series(pack, s)
    return series.get(s.month) == (max if s.kind.bigger is (s.good == "better") else min)(series.values())


def is_streak(pack: Pack, s: Slots) -> bool:
    return s.count >= 2 and _streak(pack, s) == s.count


def _streak(pack: Pack, s: Slots) -> int:
    count, month = 0, s.month
    while is_way(pack, replace(s, month=month, since=month.plus(-1))):
        count, month = count + 1, month.plus(-1)
    return count


def is_red_run(pack: Pack, s: Slots) -> bool:
    count, month = 0, s.month
    while rate(pack, _ref(s), month).word == s.rag:
        count, month = count + 1, month.plus(-1)
    return s.count >= 2 and count >= s.count


def is_continued(pack: Pack, s: Slots) -> bool:
    return _streak(pack, s) >= 2


def is_number_rated(pack: Pack, s: Slots) -> bool:
    return sum(rate(pack, i.ref, pack.period).word == s.rag for i in pack.indicators) == s.count


def is_slight(pack: Pack, s: Slots) -> bool:
    change, then = _difference(pack, s), value_of(pack, s, s.since)
    if not change or not then:
        return False
    return abs(change) < 2 if s.kind.unit is Unit.PERCENT else abs(change) / then * 100 < 5


def is_marked(pack: Pack, s: Slots) -> bool:
    change, then = _difference(pack, s), value_of(pack, s, s.since)
    if not change or not then:
        return False
    relative = abs(change) / then * 100
    if s.kind.unit is Unit.PERCENT:
        return abs(change) >= 5 or (abs(change) >= 2 and relative >= 10)
    return relative >= 10


# ---------------------------------------------------------------------------------------------- wording

_UP = {
    "rose": "fell", "risen": "fallen", "rise": "fall", "a rise": "a fall", "increased": "decreased",
    "an increase": "a reduction", "up": "down", "higher": "lower", "rising": "falling",
    "gone up": "gone down",
    "climbed": "dropped", "growth": "decline",
}  # fmt: skip
_BETTER = {
    "improved": "worsened",
    "an improvement": "a deterioration",
    "improving": "worsening",
    "improve": "worsen",
}
_ORDINALS = {2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}
_CARDINALS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}


def figure(value: Decimal, kind: Kind) -> str:
    number = f"{value:,.{kind.decimals}f}"
    return f"{number}%" if kind.unit is Unit.PERCENT else number


def size_words(s: Slots, *, hyphen: bool = False) -> str:
    number = f"{s.size:.{0 if s.unit == '%' else s.kind.decimals}f}"
    if s.unit == "points":
        joint = "-" if hyphen else " "
        return f"{number}{joint}percentage{joint}point{'' if hyphen or s.size == 1 else 's'}"
    return f"{number}%" if s.unit == "%" else number


def month_words(month: Period, style: int) -> str:
    return (month.name, month.long, month.short)[style % 3]


def worded(pattern: str, s: Slots, pack: Pack) -> str:
    """Fill a phrasing's slots."""
    style = s.month_style
    words: dict[str, str] = {
        "S": s.subject[:1].upper() + s.subject[1:],
        "s": s.subject,
        "R": s.kind.ref,
        "v": figure(s.value, s.kind),
        "p": figure(s.start, s.kind),
        "d": size_words(s),
        "dh": size_words(s, hyphen=True),
        "M": month_words(s.month, style),
        "B": month_words(s.since, style),
        "rag": s.rag,
        "rag0": s.before,
        "n": str(s.count),
        "N": str(len(pack.indicators)),
        "nth": _ORDINALS.get(s.count, f"{s.count}th"),
        "nw": _CARDINALS.get(s.count, str(s.count)),
        "above": "above" if s.way == "up" else "below",
        "highest": "highest" if s.way == "up" else "lowest",
        "best": "best" if s.good == "better" else "worst",
        "met": "met" if s.good == "better" else "missed",
        "sign": "+" if s.way == "up" else "-",
    }
    words |= {key.replace(" ", "_"): key if s.way == "up" else other for key, other in _UP.items()}
    words |= {key.replace(" ", "_"): key if s.good == "better" else other for key, other in _BETTER.items()}
    return pattern.format(**words)


@dataclass(frozen=True)
class Phrasing:
    """A pattern, what must hold, and which slots a fault may change."""

    name: str
    pattern: str
    facts: tuple[Fact, ...]
    faults: tuple[str, ...]
    units: frozenset[Unit] = frozenset(Unit)


ANY = frozenset(Unit)
PERCENT = frozenset({Unit.PERCENT})
COUNTS = frozenset({Unit.COUNT, Unit.AVERAGE})

VALUE, VALUE_NOW = (is_value,), (is_value, is_now)
MOVE = (is_way, is_monthly, is_now)
FROM_TO = (is_value, is_start, is_way)
FROM_TO_NOW = (is_value, is_start, is_way, is_monthly, is_now)
SIZE_NOW = (is_size, is_way, is_monthly, is_now)

PHRASINGS: tuple[Phrasing, ...] = (
    # values
    *(
        Phrasing("value", pattern, VALUE_NOW, ("value", "ref"))
        for pattern in (
            "{S} stands at {v}.",
            "{S} now stands at {v} and work continues.",
            "{S} is now {v}.",
            "At month end {s} was {v}.",
            "{S} was {v} this month, and the team is pleased with the progress of its plan.",
            "Figures for {s} show {v}.",
        )
    ),
    *(
        Phrasing("value at month", pattern, VALUE, ("value", "month", "ref"))
        for pattern in (
            "{S} was {v} in {M}.",
            "In {M}, {s} was {v}.",
            "{S} stood at {v} in {M}.",
            "{S} reached {v} in {M}, which was discussed at the board.",
        )
    ),
    # from … to
    *(
        Phrasing("from-to", pattern, FROM_TO, ("value", "start", "month", "since", "way", "ref"))
        for pattern in (
            "{S} {rose} from {p} in {B} to {v} in {M}.",
            "{S} has {risen} from {p} in {B} to {v} in {M}; this needs continued monitoring.",
            "{S} was {v} in {M}, {up} from {p} in {B}.",
            "{S} {increased} to {v} in {M} from {p} in {B}.",
            "{S} was {v} in {M}, compared with {p} in {B}, {an_increase}.",
            "Between {B} and {M}, {s} {rose} from {p} to {v}.",
        )
    ),
    *(
        Phrasing("from-to now", pattern, FROM_TO_NOW, ("value", "start", "way", "ref"))
        for pattern in (
            "{S} {rose} from {p} to {v}.",
            "{S} {rose} to {v} from {p} last month.",
            "{S} is {up} from {p} to {v}.",
            "{S} has {gone_up} to {v}, from {p} the month before.",
            "{S} moved from {p} to {v}, {an_increase} that the service is looking into.",
            "There has been {a_rise} in {s} from {p} to {v} this month.",
        )
    ),
    # size of a change
    *(
        Phrasing("change", pattern, SIZE_NOW, ("size", "way", "unit", "ref"))
        for pattern in (
            "{S} {rose} by {d}.",
            "{S} {rose} {d} on last month.",
            "{S} is {up} {d} on {B}.",
            "{S} has {climbed} by {d} since {B}.",
            "There was {an_increase} of {d} in {s}.",
            "{S} is {d} {higher} than in {B}.",
            "{M} saw {a_rise} in {s} of {d}.",
        )
    ),
    Phrasing("change", "There was a {dh} {rise} in {s}.", SIZE_NOW, ("size", "way", "unit", "ref"), PERCENT),
    Phrasing(
        "change with values",
        "{S} {rose} {d}, from {p} to {v}.",
        (*FROM_TO_NOW, is_size),
        ("size", "value", "start", "way", "unit", "ref"),
    ),
    Phrasing(
        "change with value",
        "{S} {rose} by {d} to {v} in {M}.",
        (*SIZE_NOW, is_value),
        ("size", "value", "way", "unit", "ref"),
    ),
    Phrasing(
        "signed change",
        "There was {an_increase} in {s} in {M} ({sign}{d}).",
        SIZE_NOW,
        ("size", "way", "unit", "ref"),
    ),
    Phrasing("relative change", "{S} {rose} by {d} in {M}.", SIZE_NOW, ("size", "way", "ref"), COUNTS),
    Phrasing(
        "change",
        "{S} {improved} by {d} in {M}.",
        (is_size, is_good, is_monthly, is_now),
        ("size", "good", "unit", "ref"),
    ),
    Phrasing(
        "change since",
        "Since {B}, {s} has {risen} by {d}.",
        (is_size, is_way, is_now),
        ("size", "since", "way", "unit", "ref"),
    ),
    # directions
    *(
        Phrasing("direction", pattern, MOVE, ("way", "ref"))
        for pattern in (
            "{S} has {risen}.",
            "{S} {increased} in {M}.",
            "There has been {a_rise} in {s} this month.",
            "{S} – {rise} this month as a result of the season.",
            "{M} saw {an_increase} in {s}, which the service had expected.",
            "Compared with last month, {s} has {gone_up}.",
            "{S} is {rising}.",
        )
    ),
    *(
        Phrasing("judged direction", pattern, (is_good, is_monthly, is_now), ("good", "ref"))
        for pattern in (
            "{S} has {improved}.",
            "{S} {improved} in {M}, although there is more to do.",
            "There was {an_improvement} in {s} in {M}.",
            "{S} is {improving}.",
            "Performance on {s} has {improved} month on month.",
        )
    ),
    *(
        Phrasing("direction since", pattern, (is_way, is_now), ("way", "since", "ref"))
        for pattern in (
            "{S} has {risen} since {B}.",
            "Since {B}, {s} has {gone_up}.",
            "{S} is {higher} than in {B}.",
        )
    ),
    *(
        Phrasing("no change", pattern, (is_level, is_monthly, is_now), ("ref",))
        for pattern in ("There was no change in {s}.", "{S} is unchanged.", "{S} stayed the same in {M}.")
    ),
    *(
        Phrasing("no change at", pattern, (is_level, is_value, is_monthly, is_now), ("value", "ref"))
        for pattern in (
            "{S} remains at {v}.",
            "{S} is unchanged at {v}.",
            "There was no change in {s}, which remains at {v}.",
        )
    ),
    Phrasing("continued", "{S} has continued to {rise}.", (*MOVE, is_continued), ("way", "ref")),
    Phrasing("slight", "{S} {rose} slightly in {M}.", (*MOVE, is_slight), ("way", "ref")),
    Phrasing("slight", "There was a slight {rise} in {s}.", (*MOVE, is_slight), ("way", "ref")),
    Phrasing("marked", "{S} {rose} significantly.", (*MOVE, is_marked), ("way", "ref")),
    Phrasing("marked", "There has been a sharp {rise} in {s}.", (*MOVE, is_marked), ("way", "ref")),
    # ratings and targets
    *(
        Phrasing("rating", pattern, (is_rated, is_now), ("rag", "ref"))
        for pattern in (
            "{S} is {rag}.",
            "{S} is rated {rag}.",
            "{S} remains {rag}, and an action plan is in place.",
        )
    ),
    Phrasing(
        "rating move",
        "{S} moved from {rag0} to {rag} in {M}.",
        (is_rated, was_rated_otherwise, is_monthly),
        ("rag", "before", "ref"),
    ),
    Phrasing(
        "rating run", "{S} has been {rag} for {nw} months.", (is_red_run, is_now), ("count", "rag", "ref")
    ),
    Phrasing(
        "target",
        "{S} is {v} against a target of {p}.",
        (is_value, is_target, is_now),
        ("value", "start", "ref"),
    ),
    Phrasing(
        "target side",
        "{S} is {above} its target of {p}.",
        (is_target, is_beside_target, is_now),
        ("start", "way", "ref"),
    ),
    Phrasing("target met", "{S} {met} the target in {M}.", (is_good_against_target,), ("good", "ref")),
    Phrasing("gap", "{S} is {d} {above} target.", (is_gap, is_beside_target, is_now), ("size", "way", "ref")),
    # records and runs
    Phrasing("record", "{S} is at its {highest} level this year.", (is_extreme, is_now), ("way", "ref")),
    Phrasing(
        "record",
        "At {v}, {s} is the {highest} it has been this year.",
        (is_extreme, is_value, is_now),
        ("value", "way", "ref"),
    ),
    Phrasing(
        "record month",
        "The {best} month for {s} was {M} ({v}).",
        (is_best, is_value),
        ("month", "value", "good", "ref"),
    ),
    Phrasing(
        "record month",
        "{S} was at its {highest} in {M}, at {v}.",
        (is_extreme, is_value),
        ("month", "value", "way", "ref"),
    ),
    Phrasing("run", "{S} {rose} for the {nth} month in a row.", (*MOVE, is_streak), ("count", "way", "ref")),
    Phrasing(
        "run",
        "This is the {nth} consecutive monthly {rise} in {s}.",
        (*MOVE, is_streak),
        ("count", "way", "ref"),
    ),
    # counts
    Phrasing("count", "{n} of the {N} indicators are {rag}.", (is_number_rated,), ("count", "rag")),
    Phrasing("count", "This month {n} indicators are rated {rag}.", (is_number_rated,), ("count", "rag")),
)

SUBJECTS = ("{ref}", "{tight}", "{spoken}", "{spoken} ({ref})", "{ref} ({spoken})", "{spoken}")


# ------------------------------------------------------------------------------------------ generation


def true_sentences(seeds: range, each: int = 3) -> Iterator[Sentence]:
    """True sentences of every phrasing over several packs."""
    for seed in seeds:
        pack, kinds = made_up(seed)
        chance = random.Random(1000 + seed)
        for phrasing in PHRASINGS:
            made = 0
            for _ in range(40):
                slots = _true_slots(chance, pack, chance.choice(kinds), phrasing)
                if slots is not None and made < each:
                    made += 1
                    yield Sentence(
                        pack,
                        slots,
                        phrasing.name + "|" + phrasing.pattern,
                        worded(phrasing.pattern, slots, pack),
                    )


def _true_slots(chance: random.Random, pack: Pack, kind: Kind, phrasing: Phrasing) -> Slots | None:
    months = list(pack.months)
    month = pack.period if is_now in phrasing.facts else chance.choice(months[1:])
    since = month.plus(-1)
    if is_monthly not in phrasing.facts:
        since = chance.choice([m for m in months if m < month])
    s = Slots(kind, month, since, Decimal(0), Decimal(0), Decimal(0), "", "up", "better", "Red", "Red", 0)
    value, start = value_of(pack, s, month), value_of(pack, s, since)
    if value is None or start is None or kind.unit not in phrasing.units:
        return None
    spoken = chance.choice(kind.spoken)
    subject = chance.choice(SUBJECTS).format(ref=kind.ref, tight=kind.ref.replace(" ", ""), spoken=spoken)
    s = replace(
        s, value=value, start=start, size=abs(value - start), way="up" if value > start else "down",
        unit="points" if kind.unit is Unit.PERCENT else "", month_style=chance.randrange(3), subject=subject,
    )  # fmt: skip
    s = replace(s, good="better" if is_good(pack, s) else "worse")
    s = _fitted(chance, pack, s, phrasing)
    return s if all(fact(pack, s) for fact in phrasing.facts) else None


def _fitted(chance: random.Random, pack: Pack, s: Slots, phrasing: Phrasing) -> Slots:
    """Set the slots that only some facts look at."""
    facts = phrasing.facts
    if phrasing.name == "relative change":
        s = replace(
            s, unit="%", size=(abs(s.value - s.start) / s.start * 100).quantize(Decimal(1), ROUND_HALF_UP)
        )
        s = replace(s, size=s.size or Decimal(-1))
    s = replace(s, rag=rate(pack, _ref(s), s.month).word, before=rate(pack, _ref(s), s.since).word)
    if is_target in facts or is_gap in facts:
        gap = _gap(pack, s) or Decimal(0)
        s = replace(s, way="up" if gap > 0 else "down", size=abs(gap), start=s.value - gap)
    if is_good_against_target in facts:
        s = replace(s, good="better")
        s = s if is_good_against_target(pack, s) else replace(s, good="worse")
    if is_extreme in facts:
        s = replace(s, way=chance.choice(["up", "down"]))
    if is_best in facts:
        s = replace(s, good=chance.choice(["better", "worse"]))
    if is_streak in facts:
        s = replace(s, count=_streak(pack, s))
    if is_red_run in facts:
        count = next((n for n in range(8, 1, -1) if is_red_run(pack, replace(s, count=n))), 0)
        s = replace(s, count=count)
    if is_number_rated in facts:
        rag = chance.choice([rag.value for rag in Rag])
        s = replace(s, rag=rag)
        s = replace(s, count=next(n for n in range(30) if is_number_rated(pack, replace(s, count=n))))
    return s


# ----------------------------------------------------------------------------------------------- faults


def faulty(sentence: Sentence, fault: str, chance: random.Random) -> Sentence | None:
    """The sentence with one slot changed so that it is false; None when that cannot be."""
    phrasing = next(p for p in PHRASINGS if p.name + "|" + p.pattern == sentence.phrasing)
    for _ in range(12):
        changed = _changed(sentence, fault, chance)
        if changed is None:
            return None
        facts = [fact for fact in phrasing.facts if fact not in {is_now, is_monthly}]
        if not all(fact(sentence.pack, changed) for fact in facts):
            text = worded(phrasing.pattern, changed, sentence.pack)
            if text != sentence.text:
                return replace(sentence, slots=changed, text=text)
    return None


def _changed(sentence: Sentence, fault: str, chance: random.Random) -> Slots | None:
    if fault in {"month", "since"}:
        return _other_month(sentence, fault, chance)
    if fault == "ref":
        return _other_reference(sentence, chance)
    s = sentence.slots
    unit = Decimal(1).scaleb(-s.kind.decimals)
    step = unit * chance.choice([-9, -7, -4, -3, -2, 2, 3, 4, 7, 9])
    other = chance.choice([rag.value for rag in Rag if rag.value != (s.rag if fault == "rag" else s.before)])
    changed = {
        "value": replace(s, value=abs(s.value + step)),
        "start": replace(s, start=abs(s.start + step)),
        "size": replace(s, size=abs(s.size + step) or s.size + 2 * unit),
        "way": replace(s, way="down" if s.way == "up" else "up"),
        "good": replace(s, good="worse" if s.good == "better" else "better"),
        "unit": replace(s, unit="%" if s.unit != "%" else "points"),
        "rag": replace(s, rag=other),
        "before": replace(s, before=other),
        "count": replace(s, count=max(2, s.count + chance.choice([1, 2, 3]))),
    }
    return changed[fault]


def _other_month(sentence: Sentence, fault: str, chance: random.Random) -> Slots | None:
    s = sentence.slots
    months = [m for m in sentence.pack.months if m not in {s.month, s.since}]
    if fault == "month":
        return replace(s, month=chance.choice(months)) if months else None
    months = [m for m in months if m < s.month]
    return replace(s, since=chance.choice(months)) if months else None


def _other_reference(sentence: Sentence, chance: random.Random) -> Slots | None:
    """The same words told of another indicator with the same unit."""
    s = sentence.slots
    _, kinds = _kinds_of(sentence.pack)
    others = [
        k for k in kinds if k.unit is s.kind.unit and k.ref != s.kind.ref and k.decimals == s.kind.decimals
    ]
    if not others:
        return None
    other = chance.choice(others)
    return replace(
        s, kind=other, subject=chance.choice([other.ref, other.ref.replace(" ", ""), other.spoken[0]])
    )


def _kinds_of(pack: Pack) -> tuple[Pack, tuple[Kind, ...]]:
    refs: Mapping[str, Indicator] = {i.ref: i for i in pack.indicators}
    return next(
        (pack, kinds)
        for kinds in (made_up(n)[1] for n in range(3))
        if {canonical_ref(k.ref) for k in kinds} == set(refs)
    )
