"""Words that are numbers: with signs, units and scales, durations, shares in words."""

from __future__ import annotations

from decimal import Decimal

from boardpack.claims.lexicon import lexicon, singular, spelt, stem
from boardpack.claims.periods import MONTHS, last_months
from boardpack.claims.syntax import TIMES, Found, Measure, Number, SentenceText, small

_FACTORS = {"thousand": 3, "million": 6, "billion": 9}


def number_at(seen: SentenceText, at: int) -> Found:
    """A number with its sign and unit."""
    if (found := _with_half(seen, at) or _duration(seen, at)) is not None:
        return found
    sign = _sign(seen, at)
    here = at + (sign != 0)
    raw = seen.raws[here]
    if raw.low == "single" and seen.low(here + 1) in {"percentage", "point"}:
        value, used, in_words = Decimal(1), 1, True
    elif raw.kind == "number":
        value, used, in_words = Decimal(raw.text.lstrip("£$€").replace(",", "")), 1, False
    elif raw.kind == "word" and (words := spelt(seen.raws, here)) is not None:
        value, used, in_words = Decimal(words[0]), words[1], True
        if words[0] == 1 and seen.low(here + 1) not in lexicon().lists["behind_one"]:
            return None
    else:
        return None
    if seen.lows(here + used, 3) == ("and", "a", "half") and raw.kind == "word":
        value, used = value + Decimal("0.5"), used + 3
    if _is_no_figure(seen, here, here + used):
        return seen.token("x", at, here + used - at)
    decimals = len((str(value) if in_words else raw.text).partition(".")[2])
    unit = Measure.POUNDS if raw.text.startswith("£") else Measure.NONE
    return _with_unit(seen, at, here + used, Number(value, decimals, unit, sign, spelt=in_words))


def _is_no_figure(seen: SentenceText, at: int, end: int) -> bool:
    """Whether a number is of a name, a list of names, a time of day, a date, a power or `24/7`."""
    start = seen.raws[at].start
    return (
        singular(seen.low(at - 1)) in lexicon().lists["numbered"]
        or _is_listed(seen, at)
        or "/" in {seen.low(at - 1), seen.low(at + 1)}
        or seen.low(end) in {"am", "pm"}
        or _is_day(seen, at)
        or seen.text[max(0, start - 1) : start] == "^"
    )


def _with_half(seen: SentenceText, at: int) -> Found:
    """`half a point`, `a day and a half`, `a full minute`, `a point`: a number said by its unit."""
    half, article = seen.lows(at, 2) in {("half", "a"), ("half", "an")}, seen.low(at) in {"a", "one"}
    if (not half and not article) or seen.low(at - 1) in {"within", "of"}:
        return None
    full = article and seen.low(at + 1) in {"full", "whole"}
    here = at + (2 if half or full else 1)
    unit = next((u for u in lexicon().units if u[1] and seen.lows(here, len(u[0])) == u[0]), None)
    if unit is None or unit[0][-1].endswith("s") or unit[1] in {"%", "pence", "months", "years", "£"}:
        return None
    used = here + len(unit[0]) - at
    more = seen.lows(at + used, 3) == ("and", "a", "half")
    if not (half or full or more or Measure(unit[1]) is Measure.POINTS):
        return None
    value = Decimal("0.5") if half else Decimal("1.5") if more else Decimal(1)
    number = Number(value, 1 if half or more else 0, Measure(unit[1]), spelt=True)
    return seen.token("#", at, used + (3 if more else 0), number=number)


def _clock(text: str) -> Number:
    """`12:16` in minutes, `00:31:20` in seconds."""
    parts = [int(part) for part in text.split(":")]
    if len(parts) == 3:
        return Number(Decimal(parts[0] * 3600 + parts[1] * 60 + parts[2]), 0, Measure.SECONDS)
    return Number(Decimal(parts[0] * 60 + parts[1]), 0, Measure.CLOCK)


_STEPS = (("hour", 3600), ("minute", 60), ("second", 1))


def _duration(seen: SentenceText, at: int) -> Found:
    """`12 hours 16 minutes`, `31 minutes and 20 seconds` as one number; `12:16`."""
    if seen.raws[at].kind == "clock":
        return seen.token("#", at, 1, number=_clock(seen.raws[at].text))
    if seen.raws[at].kind != "number" and seen.low(at) not in lexicon().spelt:
        return None
    total, here, unit = 0, at, 0
    for name, seconds in _STEPS:
        value, used = small(seen, here)
        if used and singular(seen.low(here + used)) in {name, name[:3], name[:2]}:
            total, here, unit = total + value * seconds, here + used + 1, seconds
            here += seen.low(here) == "and" and bool(small(seen, here + 1)[1])
    if not unit or here - at <= 2 + (seen.low(here - 1) == "and") or (not total % 3600 and unit == 3600):
        return None
    whole = unit == 60
    number = Number(Decimal(total // unit), 0, Measure.CLOCK if whole else Measure.SECONDS)
    return seen.token("#", at, here - at, number=number) if _is_two(seen, at, here) else None


def _is_two(seen: SentenceText, at: int, end: int) -> bool:
    """Whether two units of time are in it."""
    units = {name for name, _ in _STEPS} | {"hr", "min", "sec"}
    return sum(singular(seen.low(n)) in units for n in range(at, end)) > 1


def _sign(seen: SentenceText, at: int) -> int:
    """+1 or -1 for a sign right before a number, with nothing before it."""
    raw = seen.raws[at]
    if raw.text not in {"+", "-", "−", "–"} or at + 1 >= len(seen.raws):
        return 0
    free = raw.start == 0 or seen.text[raw.start - 1] in " (["
    joined = seen.raws[at + 1].start == raw.end and seen.raws[at + 1].kind == "number"
    return (1 if raw.text == "+" else -1) if free and joined else 0


def _is_day(seen: SentenceText, at: int) -> bool:
    """Whether a number is the first of some days of a month: `6 and 7 October`."""
    days = seen.raws[at].text.isdigit() and int(seen.raws[at].text) <= 31
    joined = seen.low(at + 1) in {"and", "to", "-", "–", "or"} and seen.low(at + 2).isdigit()
    return days and joined and seen.raws[at + 3 : at + 4] != () and seen.raws[at + 3].text in MONTHS


def _is_listed(seen: SentenceText, at: int) -> bool:
    """Whether a number goes on a list of names: `rounds 4, 9 and 12`."""
    here = at
    while here > 1 and (seen.raws[here - 1].text == "," or seen.low(here - 1) in {"and", "or"}):
        here -= 2
        if seen.raws[here].kind != "number":
            return False
    return here < at and singular(seen.low(here - 1)) in lexicon().lists["numbered"]


def _with_unit(seen: SentenceText, at: int, here: int, number: Number) -> Found:
    words = lexicon()
    value, decimals, unit, rate = number.value, number.decimals, number.unit, ""
    scale = words.scales.get(seen.low(here), "")
    if scale and (seen.low(here) not in {"m", "k"} or seen.raws[here].start == seen.raws[here - 1].end):
        power = _FACTORS[scale]
        value, decimals, here = value.scaleb(power), decimals - power, here + 1
    for phrase, name in words.units:
        if seen.lows(here, len(phrase)) == phrase and unit is Measure.NONE:
            unit, here = Measure(name), here + len(phrase)
            break
    if seen.low(here) == "per" and seen.raws[here + 1 : here + 2] and seen.low(here + 1)[:1].isdigit():
        rate, here = seen.low(here + 1), here + 2
    sign = number.sign or (_said_sign(seen, at, here) if unit is Measure.POUNDS else 0)
    found = Number(value, decimals, unit, sign, rate=rate, spelt=number.spelt)
    if unit is Measure.YEARS:
        return seen.token("x", at, here - at)
    names = seen.vocabulary
    limit = unit in TIMES and bool(names.terms(f"{found.value} {unit.value}") & names.known)
    if limit and (seen.low(at - 1) in lexicon().lists["limiting"] or seen.raws[here - 1].glued):
        return seen.token("x", at, here - at, what="title")
    if unit is Measure.MONTHS:
        months = last_months(seen, int(found.value)) if found.value <= _LONGEST_RUN else ()
        return seen.token("N", at, here - at, number=found, what="months", months=months)
    return seen.token("#", at, here - at, number=found)


_LONGEST_RUN = 60


def _said_sign(seen: SentenceText, at: int, end: int) -> int:
    near = [seen.low(n) for n in (*range(max(0, at - 3), at), *range(end, end + 2))]
    if (seen.low(at - 1), seen.low(end)) == ("(", ")") and seen.low(at - 2) in lexicon().lists[
        "before_money"
    ]:
        return -1
    return next((sign for word in near if (sign := lexicon().signs.get(word))), 0)


def _noun_share(seen: SentenceText, at: int) -> tuple[int, int, int, int]:
    """`four routine repairs in five`: count, whole, where `in` is, and where it ends; zeros for none."""
    count, used = small(seen, at)
    if not count or seen.low(at - 1) in lexicon().lists["numbered"]:
        return 0, 0, 0, 0
    for here in range(at + used + 1, at + used + 5):
        if here >= len(seen.raws) or seen.raws[here - 1].kind != "word" or seen.low(here - 1) in _NO_NOUN:
            return 0, 0, 0, 0
        joint = seen.phrase(here, _IN)
        whole, more = small(seen, here + len(joint)) if joint else (0, 0)
        end = here + len(joint) + more
        later = {seen.low(end), seen.low(end + 1)} & (lexicon().lists["calendar"] | set(_NAMES))
        if more and count < whole <= _TENS_OF and not later and seen.low(end) not in {"%", "per", "percent"}:
            return count, whole, here, end
    return 0, 0, 0, 0


_IN = (("out", "of", "every"), ("out", "of"), ("in", "every"), ("of", "every"), ("in",))
_NO_NOUN = frozenset(
    ["in", "and", "or", "to", "more", "fewer", "than", "out", "was", "were", "is", "are", "of"]
)
_NAMES = frozenset(name.casefold() for name in MONTHS)


def noun_share_at(seen: SentenceText, at: int) -> Found:
    """A share with its noun inside: the count is the percentage, and `in five` has no weight."""
    count, whole, joint, _ = _noun_share(seen, at)
    if joint:
        return _share_of(seen, at, small(seen, at)[1], count, whole)
    if seen.low(at) in {"in", "out", "of"}:
        for back in range(2, 7):
            _, _, joint, end = _noun_share(seen, at - back) if at >= back else (0, 0, 0, 0)
            if joint and joint == at:
                return seen.token("_", at, end - at)
    return None


def fraction_at(seen: SentenceText, at: int) -> Found:
    """`three fifths`, `nine in ten`, `one case in three`, `by half`: a percentage, said roughly."""
    count, used = small(seen, at)
    if seen.low(at) in {"a", "half"}:
        count, used = 1, int(seen.low(at) == "a")
    behind, calendar = at + used, lexicon().lists["calendar"]
    if seen.low(at - 1) in {"first", "second", "latter"} or seen.low(behind + 2) in calendar:
        return None
    if seen.lows(behind + 1, 2) == ("of", "what"):
        return None
    parts = lexicon().parts.get(seen.low(behind), 0)
    by = "by" in seen.lows(at - 4, 4) or count > 1
    if count and parts and (by or seen.low(behind + 1) == "of" or seen.lows(at, 2) == ("half", "the")):
        return _share_of(seen, at, used + 1, count, parts)
    if not used or seen.raws[at].kind != "word" or seen.low(at) == "a":
        return None
    here = behind + (seen.low(behind) not in {"in", "out"})
    here += 1 + (seen.lows(here, 2) in {("out", "of"), ("in", "every"), ("of", "every")})
    whole, more = small(seen, here)
    joined = seen.low(here - 1) in {"in", "of", "every"} and seen.low(here - 2) not in {"one", "each", "some"}
    in_words = more and seen.raws[here].kind == "word" and seen.low(here + more) not in calendar
    return (
        _share_of(seen, at, here + more - at, count, whole)
        if in_words and joined and count < whole <= _TENS_OF
        else None
    )


_TENS_OF = 20
"""The largest whole that a share is said to be out of: `nineteen in twenty`."""


def whole_at(seen: SentenceText, at: int) -> Found:
    """`Every firefighter was …`, `All the children …`: 100 %, where a clause opens so with a title word."""
    word = seen.low(at)
    here = at + 1
    while word == "all" and seen.low(here) in {"of", "the", "our", "these"}:
        here += 1
    opens = at == 0 or seen.raws[at - 1].kind == "mark" or seen.low(at - 1) in {"and", "but"}
    if not opens or word not in {"every", "all"} or stem(seen.low(here)) not in seen.vocabulary.known:
        return None
    return seen.token("#", at, 1, number=Number(Decimal(100), 0, Measure.PERCENT, spelt=True), form="whole")


def _share_of(seen: SentenceText, at: int, used: int, count: int, whole: int) -> Found:
    share = (Decimal(count) * 100 / whole).quantize(Decimal(1))
    return seen.token("#", at, used, number=Number(share, 0, Measure.PERCENT, hedge="about", spelt=True))
