"""True sentences over made-up packs, from a grammar of their own, each with single faults that make it false.

A sentence is a core (what is said of one month or two), a lead and a tail. What is true is worked out
from the observations alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from boardpack.model.indicator import Unit, canonical_ref
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.claims.packs import Kind, made_up

LEADS = (
    "",
    "The committee will note that ",
    "Members heard that ",
    "As the chart shows, ",
    "It is worth recording that ",
)
TAILS = (
    ".",
    ", and the service lead will speak to this at the meeting.",
    ", which was discussed with partners.",
    "; a fuller account is in the appendix.",
)
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}


@dataclass(frozen=True)
class Made:
    """A true sentence, and false ones made of it, by what was changed."""

    pack: Pack
    shape: str
    text: str
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """What is so of an indicator."""

    pack: Pack
    kind: Kind
    values: dict[Period, Decimal]
    target: Decimal

    @property
    def now(self) -> Period:
        """The pack's month."""
        return self.pack.period

    def written(self, value: Decimal) -> str:
        """A value with its unit."""
        number = f"{value:,.{self.kind.decimals}f}"
        return f"{number}%" if self.kind.unit is Unit.PERCENT else number

    def gap(self, value: Decimal) -> str:
        """A difference with its unit."""
        number = f"{abs(value):,.{self.kind.decimals}f}"
        if self.kind.unit is not Unit.PERCENT:
            return number
        return f"{number} percentage point{'' if Decimal(number) == 1 else 's'}"

    def other(self, chance: random.Random, *not_these: Decimal) -> Decimal:
        """A value near those of the indicator, and none of those given."""
        step = Decimal(1).scaleb(-self.kind.decimals)
        near = [not_these[0] + step * n for n in (3, 7, -3, -6, 11)]
        return chance.choice([value for value in near if value > 0 and value not in not_these])

    def run(self, so: Callable[[Period], bool]) -> int:
        """How many months in a row, up to the pack's, something is so."""
        count, month = 0, self.now
        while month in self.values and so(month):
            count, month = count + 1, month.plus(-1)
        return count


Shape = Callable[[Facts, str, random.Random], tuple[str, dict[str, str]] | None]


def _value(facts: Facts, s: str, chance: random.Random) -> tuple[str, dict[str, str]] | None:
    month = chance.choice(list(facts.values))
    value, wrong = facts.values[month], facts.other(chance, facts.values[month])
    others = [m for m in facts.values if facts.values[m] != value and m.name != month.name]
    text = "in {m} {s} came in at {v}"
    faults = {"number": text.format(m=month.long, s=s, v=facts.written(wrong))}
    if others:
        faults["month"] = text.format(m=chance.choice(others).long, s=s, v=facts.written(value))
    return text.format(m=month.long, s=s, v=facts.written(value)), faults


def _change(facts: Facts, s: str, chance: random.Random) -> tuple[str, dict[str, str]] | None:
    base = chance.choice([m for m in facts.values if m < facts.now])
    now, then = facts.values[facts.now], facts.values[base]
    if now == then:
        return None
    word, other = ("up", "down") if now > then else ("down", "up")
    text = "{s} finished {m} at {v}, {w} {d} on {b}"
    fill = {
        "s": s,
        "m": facts.now.name,
        "v": facts.written(now),
        "w": word,
        "d": facts.gap(now - then),
        "b": base.name,
    }
    bases = [m for m in facts.values if m < facts.now and facts.values[m] != then]
    faults = {
        "direction": text.format(**fill | {"w": other}),
        "number": text.format(**fill | {"d": facts.gap(facts.other(chance, abs(now - then)))}),
    }
    if facts.kind.unit is Unit.PERCENT:
        faults["unit"] = text.format(**fill | {"d": f"{abs(now - then):.{facts.kind.decimals}f}%"})
    if bases:
        faults["month"] = text.format(**fill | {"b": chance.choice(bases).name})
    return text.format(**fill), faults


def _compared(facts: Facts, s: str, chance: random.Random) -> tuple[str, dict[str, str]] | None:
    base = chance.choice([m for m in facts.values if m < facts.now])
    now, then = facts.values[facts.now], facts.values[base]
    text = "a figure of {v} for {s} compares with {p} in {b}"
    fill = {"s": s, "v": facts.written(now), "p": facts.written(then), "b": base.name}
    return text.format(**fill), {
        "number": text.format(**fill | {"p": facts.written(facts.other(chance, then))}),
    }


def _target(facts: Facts, s: str, chance: random.Random) -> tuple[str, dict[str, str]] | None:
    now = facts.values[facts.now]
    if now == facts.target:
        return None
    word, other = ("over", "under") if now > facts.target else ("under", "over")
    text = "{s} sits {w} its target of {t}, with {v} in {m}"
    fill = {"s": s, "w": word, "t": facts.written(facts.target), "v": facts.written(now), "m": facts.now.name}
    return text.format(**fill), {
        "direction": text.format(**fill | {"w": other}),
        "number": text.format(**fill | {"t": facts.written(facts.other(chance, facts.target, now))}),
    }


def _record(facts: Facts, s: str, chance: random.Random) -> tuple[str, dict[str, str]] | None:
    high = chance.random() < 0.5
    best = (max if high else min)(facts.values.values())
    months = [m for m, value in facts.values.items() if value == best]
    if len(months) != 1:
        return None
    text = "the {w} month of the year for {s} was {m}, at {v}"
    fill = {"s": s, "w": "highest" if high else "lowest", "m": months[0].name, "v": facts.written(best)}
    wrong = chance.choice([m for m in facts.values if m not in months])
    return text.format(**fill), {
        "quantifier": text.format(**fill | {"w": "lowest" if high else "highest"}),
        "month": text.format(**fill | {"m": wrong.name}),
    }


def _run(facts: Facts, s: str, chance: random.Random) -> tuple[str, dict[str, str]] | None:
    values = facts.values
    for word, other, so in (
        ("grown", "shrunk", lambda m: m.plus(-1) in values and values[m] > values[m.plus(-1)]),
        ("shrunk", "grown", lambda m: m.plus(-1) in values and values[m] < values[m.plus(-1)]),
    ):
        count = facts.run(so)
        if 2 <= count < len(values) - 2:
            text = "{s} has {w} for {n} months in succession"
            fill = {"s": s, "w": word, "n": NUMBERS.get(count, str(count))}
            return text.format(**fill), {
                "number": text.format(**fill | {"n": NUMBERS.get(count + 1, str(count + 1))}),
                "direction": text.format(**fill | {"w": other}),
            }
    del chance
    return None


def _every(facts: Facts, s: str, chance: random.Random) -> tuple[str, dict[str, str]] | None:
    del chance
    values, target = facts.values, facts.target
    for word, other, so in (
        ("above", "below", lambda m: values[m] > target), ("below", "above", lambda m: values[m] < target)
    ):  # fmt: skip
        count = facts.run(so)
        if 2 <= count < len(values) - 1:
            since = facts.now.plus(-count)
            if values.get(since, target) == target:
                return None
            text = "{s} has been {w} its target in every month since {b}"
            early = since.plus(-1)
            faults = {"direction": text.format(s=s, w=other, b=since.name)}
            if early in values:
                faults["month"] = text.format(s=s, w=word, b=early.name)
            return text.format(s=s, w=word, b=since.name), faults
    return None


SHAPES: tuple[tuple[str, Shape], ...] = (
    ("value", _value), ("change", _change), ("compared", _compared), ("target", _target), ("record", _record),
    ("run", _run), ("every", _every),
)  # fmt: skip


def generated(seeds: range, each: int) -> Iterator[Made]:
    """So many sentences of each shape over each of some packs."""
    for seed in seeds:
        pack, kinds = made_up(seed)
        chance = random.Random(500 + seed)
        for name, shape in SHAPES:
            for _ in range(each):
                made = _made(pack, kinds, chance, name, shape)
                if made is not None:
                    yield made


def _made(pack: Pack, kinds: tuple[Kind, ...], chance: random.Random, name: str, shape: Shape) -> Made | None:
    kind = chance.choice(kinds)
    facts = _facts(pack, kind)
    spoken = f"{chance.choice(kind.spoken)} ({kind.ref})" if chance.random() < 0.5 else kind.ref
    core = shape(facts, spoken, chance) if facts is not None else None
    if core is None or facts is None:
        return None
    lead, tail = chance.choice(LEADS), chance.choice(TAILS)

    def sentence(text: str) -> str:
        whole = f"{lead}{text}{tail}"
        return whole[0].upper() + whole[1:]

    faults = {what: sentence(text) for what, text in core[1].items()}
    stranger = _stranger(facts, kinds, chance)
    if stranger is not None and name in {"value", "change", "compared"}:
        faults["indicator"] = sentence(core[0].replace(spoken, stranger))
    return Made(pack, name, sentence(core[0]), faults)


def _facts(pack: Pack, kind: Kind) -> Facts | None:
    ref = canonical_ref(kind.ref)
    seen = {m: pack.observation(ref, m) for m in pack.months}
    values = {m: one.value for m, one in seen.items() if one is not None and one.value is not None}
    target = pack.target(ref, pack.period)
    if pack.period not in values or len(values) < 4 or target is None or target.value is None:
        return None
    return Facts(pack, kind, values, target.value)


def _stranger(facts: Facts, kinds: tuple[Kind, ...], chance: random.Random) -> str | None:
    """The reference of an indicator of the same unit that has none of this one's figures."""
    mine = set(facts.values.values())
    found = []
    for kind in kinds:
        other = _facts(facts.pack, kind)
        if (
            other is not None
            and kind.unit is facts.kind.unit
            and kind.decimals == facts.kind.decimals
            and not mine & set(other.values.values())
        ):
            found.append(kind.ref)
    return chance.choice(found) if found else None
