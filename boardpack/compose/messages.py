"""What a chart says in a sentence: the change, and how often the target was met.

The first that holds: there is no figure; the change and how often the target was met; without a target the
change alone; no change: for how long.
"""

from __future__ import annotations

from boardpack.analysis.change import Change, change
from boardpack.analysis.formatting import format_difference, format_value
from boardpack.compose.series import Figured, comparable, good_side, named, periods, same_run
from boardpack.model.indicator import Indicator, Unit
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.rating import Direction
from boardpack.words import Words


def messages(pack: Pack, indicator: Indicator) -> tuple[str, ...]:
    """The message in full, then shorter ones for narrow charts."""
    words = pack.words
    known = comparable(pack, indicator)
    if not known or known[-1].period != pack.period:
        return (_missing(pack, indicator, words),)
    said = _change(pack, indicator, known[-1], words)
    forms = [_met(pack, indicator, known, words, short=short) for short in (False, True)]
    full = [words("message.and", change=said, met=met) for met in forms if met]
    return (*dict.fromkeys(full), said)


def _missing(pack: Pack, indicator: Indicator, words: Words) -> str:
    observation = pack.observation(indicator.ref, pack.period)
    status = observation.status if observation else ValueStatus.NOT_STATED
    return words("message.missing", period=named(words, pack.period), reason=words.of("value_status", status))


def _change(pack: Pack, indicator: Indicator, now: Figured, words: Words) -> str:
    moved = change(pack, indicator.ref, pack.period)
    value = format_value(now.value, indicator)
    if moved.difference is None or moved.direction is None:
        began = len({id(indicator.definition(period)) for period in pack.months}) > 1
        if began and not indicator.comparable(pack.period.plus(-1), pack.period):
            return words("message.redefined", value=value)
        return words("message.latest", value=value, period=named(words, pack.period))
    if moved.direction is Direction.LEVEL:
        return _run(same_run(pack, indicator), value, words)
    if indicator.grades and moved.before is not None:
        before = format_value(moved.before, indicator)
        earlier = named(words, moved.earlier)
        return words("message.changed", before=before, earlier=earlier, value=value)
    key = _verb(indicator, moved, has_target=now.target is not None)
    size = format_difference(moved.difference, indicator, words, short=True)
    before = named(words, moved.earlier)
    return words(f"message.{key}", size=size, value=value, before=before)


def _verb(indicator: Indicator, moved: Change, *, has_target: bool) -> str:
    """A count without a target is so many more; anything else rose or fell."""
    up = moved.direction is Direction.UP
    if has_target or indicator.unit is not Unit.COUNT:
        return "rose" if up else "fell"
    return "more" if up else "fewer"


def _run(count: int, value: str, words: Words) -> str:
    key = f"ordinals.ordinal.{max(count, 2)}"
    if key in words.entries:
        return words("message.run", value=value, ordinal=words(key))
    return words("message.run_long", value=value, periods=periods(words, count))


def _met(pack: Pack, indicator: Indicator, known: tuple[Figured, ...], words: Words, *, short: bool) -> str:
    """How often the target was met, of the periods that have a value and a target."""
    held = [each for each in known if each.met is not None]
    if not held:
        return ""
    met = sum(bool(each.met) for each in held)
    side = "met" if met else _wrong_side(pack, indicator)
    if not side:
        return ""
    if len(held) == 1:
        return words(f"message.{side}_once")
    key = "met" if 0 < met < len(held) else f"{side}_all"
    number = len(held)
    return words(
        f"message.{key}{'_short' if short else ''}", met=met, number=number, periods=periods(words, number)
    )


def _wrong_side(pack: Pack, indicator: Indicator) -> str:
    good = good_side(pack, indicator)
    return "" if good is None else "below" if good else "above"
