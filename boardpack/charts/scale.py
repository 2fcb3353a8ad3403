"""The upright scale of a chart: round steps from a least to a largest figure.

Columns are on zero. A line's scale may begin elsewhere, where the values lie close together far from zero;
the chart then says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct

_STEP_ROOM = 22.0
"""Points that a step of the grid takes at least."""
_NOTHING = 1e-6
"""What is smaller is drawn as zero; its steps could not be distinguished in the decimals that are written."""
_SMALL_PERCENT = 35.0
"""Percentages that all lie below this would be hidden on a scale to 100."""
_CLOSE = 0.5
"""Values whose spread is less than this part of the largest lie close together."""


class Scale(Struct, frozen=True):
    """A scale with the words of each step, from the lowest upwards."""

    low: float
    top: float
    steps: tuple[tuple[float, str], ...]

    def share(self, value: float) -> float:
        """How far up the scale a value lies, from 0 to 1."""
        return (value - self.low) / (self.top - self.low)


class MakeScale(Protocol):
    """The scale of figures on a plot `room` points tall; `whole` when only whole numbers are shown."""

    def __call__(self, values: Sequence[float], room: float, *, percent: bool, whole: bool) -> Scale:
        """Return the scale."""
        ...


def column_scale(values: Sequence[float], room: float, *, percent: bool, whole: bool) -> Scale:
    """A scale on which columns begin at zero, `room` points tall; `whole` when only whole numbers are shown.

    Percentages run from 0 to 100, as people expect of them. Where that would hide everything, since nothing
    shown reaches 35, or where something is above 100 or below 0, the scale suits the figures.
    """
    least, largest = min((0.0, *values)), max((0.0, *values))
    if percent and least == 0 and _SMALL_PERCENT <= largest <= 100:
        return _scale(0.0, 100.0, _percent_step(room), "%")
    if percent and least == 0 and 10 < largest < _SMALL_PERCENT:
        return _scale(0.0, 10.0 * math.ceil(largest / 10), 10.0, "%")
    return _scale(*_round_steps(least, largest, room, whole=whole), "%" if percent else "")


def line_scale(values: Sequence[float], room: float, *, percent: bool, whole: bool) -> Scale:
    """A scale for a line: from zero, or close to the values where they lie close together far from it."""
    least, largest = min(values, default=0.0), max(values, default=0.0)
    if least <= 0 or largest - least >= _CLOSE * largest:
        return column_scale(values, room, percent=percent, whole=whole)
    spread = max(largest - least, largest * 0.05, 1.0 if whole else 0.0)
    step = _step(spread * 1.5, room, whole=whole)
    low = max(0.0, step * math.floor((least - spread * 0.25) / step + 1e-9))
    top = step * math.ceil((largest + spread * 0.1) / step - 1e-9)
    if percent and largest <= 100:
        top = min(top, 100.0)
    return _scale(low, max(top, low + step), step, "%" if percent else "")


def clock_scale(minutes: Scale, *, seconds: bool) -> Scale:
    """A scale of minutes as one of seconds, its steps written as a clock: `00:30`, or `00:30:00`."""
    steps = tuple((value * 60, _clock(value * 60, seconds=seconds)) for value, _ in minutes.steps)
    return Scale(minutes.low * 60, minutes.top * 60, steps)


def _clock(value: float, *, seconds: bool) -> str:
    whole = round(abs(value))
    sign = "−" if value < 0 and whole else ""
    text = f"{whole // 3600:02d}:{whole // 60 % 60:02d}"
    return f"{sign}{text}:{whole % 60:02d}" if seconds else f"{sign}{text}"


def _percent_step(room: float) -> float:
    return 25.0 if room >= 4 * _STEP_ROOM else 50.0 if room >= 2 * _STEP_ROOM else 100.0


def _round_steps(least: float, largest: float, room: float, *, whole: bool) -> tuple[float, float, float]:
    """Return the foot, the top and the step of a scale that holds zero and all values."""
    if largest - least < _NOTHING:
        return 0.0, 1.0, 1.0
    step = _step(largest - least, room, whole=whole)
    low = step * math.floor(least / step + 1e-9)
    if low and (least - low) / (largest - low) * room < _LABEL_ROOM:
        low -= step
    return low, max(step * math.ceil(largest / step - 1e-9), low + step), step


def _step(spread: float, room: float, *, whole: bool) -> float:
    """The smallest of 1, 2, 2.5, 5 and 10 times a power of ten of which few enough steps span the figures."""
    raw = spread / min(5, max(1, int(room / _STEP_ROOM)))
    power = 10.0 ** math.floor(math.log10(raw))
    steps = [factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * (1 - 1e-9)]
    return next((step for step in steps if not whole or step.is_integer()), 1.0)


def _scale(low: float, top: float, step: float, unit: str) -> Scale:
    count = math.floor((top - low) / step + 1e-9)
    figures = [round(low + index * step, 9) for index in range(count + 1)]
    return Scale(low, top, tuple(zip(figures, _words(figures, unit), strict=True)))


def _words(figures: Iterable[float], unit: str) -> list[str]:
    """Write figures short and alike: `0.5` beside `1.0`, `2,000`, `1.5m` for millions, `+20` beside `−20`."""
    figures = list(figures)
    largest = max(map(abs, figures))
    divisor, suffix = next(((size, short) for least, size, short in _LARGE if largest >= least), (1.0, ""))
    short = [figure / divisor for figure in figures]
    decimals = max(_decimals(figure) for figure in short)
    sign = "+" if figures[0] < 0 else ""
    return [
        "0" + unit if figure == 0 else f"{figure:{sign},.{decimals}f}{suffix}{unit}".replace("-", "−")
        for figure in short
    ]


def _decimals(figure: float) -> int:
    text = f"{figure:.9f}".rstrip("0")
    return len(text) - text.index(".") - 1


_LABEL_ROOM = 12.0
"""Points below the head of a negative column for its value."""
_LARGE = ((1e12, 1e12, "tn"), (1e9, 1e9, "bn"), (1e6, 1e6, "m"), (1e5, 1e3, "k"))
"""Short words for large figures; below a hundred thousand they are written in full."""
