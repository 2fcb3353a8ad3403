"""The upright scale of a chart: from zero to a round figure, with a few round steps."""

from __future__ import annotations

import math
from collections.abc import Iterable

from msgspec import Struct

_STEP_ROOM = 22.0
"""Points that a step of the grid takes at least."""
_NOTHING = 1e-6
"""What is smaller is drawn as zero; its steps could not be told apart in the decimals that are written."""


class Scale(Struct, frozen=True):
    """A scale from 0 to `top`, with the words of each step from 0 upwards."""

    top: float
    steps: tuple[tuple[float, str], ...]


def percent_scale(largest: float, room: float) -> Scale:
    """A scale for percentages, `room` points tall.

    It runs from 0 to 100, as people expect of percentages. Where that would hide everything, since
    nothing shown reaches a third of it, or where something is above 100, it suits the figures.
    """
    if not 100 / 3 < largest <= 100:
        return _scale(*_round_steps(largest, room, whole=False), "%")
    step = 25.0 if room >= 4 * _STEP_ROOM else 50.0 if room >= 2 * _STEP_ROOM else 100.0
    return _scale(100.0, step, "%")


def number_scale(largest: float, room: float, *, whole: bool) -> Scale:
    """A scale for numbers, `room` points tall; `whole` when only whole numbers are shown."""
    return _scale(*_round_steps(largest, room, whole=whole), "")


def _round_steps(largest: float, room: float, *, whole: bool) -> tuple[float, float]:
    """Return the top and the step: the smallest of 1, 2, 2.5, 5 and 10 times a power of ten that fits."""
    if largest < _NOTHING:
        return 1.0, 1.0
    raw = largest / min(5, max(1, int(room / _STEP_ROOM)))
    power = 10.0 ** math.floor(math.log10(raw))
    steps = [factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * (1 - 1e-9)]
    step = next((step for step in steps if not whole or step.is_integer()), 1.0)
    return step * math.ceil(largest / step - 1e-9), step


def _scale(top: float, step: float, unit: str) -> Scale:
    figures = [index * step for index in range(round(top / step) + 1)]
    return Scale(top, tuple(zip(figures, _words(figures, unit), strict=True)))


def _words(figures: Iterable[float], unit: str) -> list[str]:
    """Write figures short and alike: `0.5` beside `1.0`, `2,000`, `1.5m` for millions."""
    figures = list(figures)
    divisor, suffix = next(((size, letters) for size, letters in _LARGE if figures[-1] >= size), (1.0, ""))
    short = [figure / divisor for figure in figures]
    decimals = max(_decimals(figure) for figure in short)
    return ["0" + unit if figure == 0 else f"{figure:,.{decimals}f}{suffix}{unit}" for figure in short]


def _decimals(figure: float) -> int:
    text = f"{figure:.9f}".rstrip("0")
    return len(text) - text.index(".") - 1


_LARGE = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
"""Short words for large figures; thousands are written in full."""
