"""Charts that the tests of this room share; one in `CASES` is put to all of them, in every brand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from boardpack.charts import draw
from boardpack.charts.layout import ChartBox, box_of
from boardpack.document import Chart, ChartEvent, ChartKind, ChartMark, GoodSide, OtherSeries, Point
from boardpack.drawing import Picture
from boardpack.theme import Theme
from tests.support.projects import theme

if TYPE_CHECKING:
    from boardpack.charts.frame import Letters

MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")


def months(count: int) -> tuple[str, ...]:
    return tuple(f"{MONTHS[i % 12]}-{17 + (i + 3) // 12}" for i in range(count))


def column_chart(
    *values: float | str,
    percent: bool = True,
    target: float | Sequence[float | None] | None = None,
    breaks: tuple[int, ...] = (),
    good: GoodSide | None = GoodSide.HIGHER,
    kind: ChartKind = ChartKind.COLUMNS,
) -> Chart:
    """A chart of months from April 2017; a word stands for a month without a value.

    The target is one for all months, or one for each.
    """
    unit = "%" if percent else ""
    targets = target if isinstance(target, Sequence) else [target] * len(values)
    points = tuple(
        _point(label, value, index == len(values) - 1, aim, unit)
        for index, (label, value, aim) in enumerate(zip(months(len(values)), values, targets, strict=True))
    )
    last = next((aim for aim in reversed(targets) if aim is not None), None)
    return Chart(
        points,
        percent,
        kind,
        "" if last is None else f"Target {last:g}{unit}",
        good,
        ("higher is better" if good is GoodSide.HIGHER else "lower is better", "better"),
        breaks,
        "new definition" if breaks else "",
        scale_words="Scale begins at {value}",
    )


def _point(label: str, value: float | str, current: bool, target: float | None, unit: str) -> Point:
    words = "" if target is None else f"{target:g}{unit}"
    if isinstance(value, str):
        return Point(label, None, value, current, target, words)
    return Point(label, value, f"{value:g}{unit}".replace("-", "−"), current, target, words)


def letters_of(brand: Theme) -> Letters:
    """The faces of a theme."""
    from boardpack.charts.frame import Letters  # noqa: PLC0415 - it imports matplotlib
    from boardpack.charts.text_metrics import bold, regular  # noqa: PLC0415

    return Letters(regular(brand), bold(brand))


def box(chart: Chart, slot: float = 240.6, plot: float = 112.0, brand: Theme | None = None) -> ChartBox:
    """The box of a chart that stands alone in a slot."""
    return box_of(chart, slot, plot, letters_of(brand or theme()).measure)


def picture(chart: Chart, slot: float = 240.6, plot: float = 112.0, brand: Theme | None = None) -> Picture:
    """A chart drawn in a slot."""
    brand = brand or theme()
    return draw(chart, box(chart, slot, plot, brand), brand)


def rough_measure(text: str, size: float, *, strong: bool) -> float:
    """Widths of words without a font."""
    return len(text) * size * (0.6 if strong else 0.55)


CASES = {
    "just under the target": column_chart(86, 88, 85, 91, 90, 89, 86, target=90),
    "across a small target": column_chart(
        19, 18, 17, 16, 17, 15, 17, percent=False, target=17, good=GoodSide.LOWER
    ),
    "months missing": column_chart(
        100, "no cases", "no cases", 75, 100, "not yet available", 67.7, target=95
    ),
    "a break": column_chart(78, 80, 75, 70, 82, 77, 62, target=85, breaks=(6,)),
    "all missing": column_chart(*["not yet available"] * 7, target=90),
    "no target": column_chart(40, 50, 60),
    "small percentages": column_chart(3, 4, 2, 5, "suppressed", 3, 0, target=5, good=GoodSide.LOWER),
    "a year": column_chart(*range(60, 72), target=66),
    "two years": column_chart(*range(40, 64), percent=False, target=50),
    "three years": column_chart(*(80 + (at * 7) % 13 for at in range(36)), target=85),
    "one huge": column_chart(1, 2, 1, 3, 2, 950, 2, percent=False, target=3),
    "only zeros": column_chart(0, 0, 0, percent=False),
    "target zero": column_chart(0, 1, 0, percent=False, target=0),
    "one month": column_chart(12, percent=False, target=10),
    "a step": column_chart(18, 17, 19, 21, 23, 19, 16, percent=False, target=[20, 20, 20, 20, 18, 18, 18]),
    "a trajectory": column_chart(
        58, 55, 52, 57, 54, 51, 49, percent=False, target=[30, 40, 50, 55, 60, 60, 80]
    ),
    "a target that began": column_chart(
        58, 55, 52, 57, 54, 51, 49, target=[None, None, None, 55, 55, 55, 55]
    ),
    "a target that ended": column_chart(
        58, 55, 52, 57, 54, 51, 49, target=[55, 55, 55, 55, None, None, None]
    ),
    "negative values": column_chart(210, 140, -60, -180, -240, 90, -120, percent=False, target=0, good=None),
    "all negative": column_chart(-21, -14, -6, -18, percent=False, target=-10),
    "a line far from zero": column_chart(91, 92.5, 93, 91.8, 94, 93, 92, target=95, kind=ChartKind.LINE),
    "against last year": replace(
        column_chart(66, 67, 70, 71, 73, 72, 75, kind=ChartKind.LINE),
        others=(OtherSeries((64, 66, 65, 68, 67, 70, 69), "Last year 69%"),),
        marks=(ChartMark(4, 69, "England 69% (Aug)"),),
        series_words="This year",
    ),
    "a comparator and a note": replace(
        column_chart(66, 67, 70, 71, 73, 72, 75, target=70),
        marks=(ChartMark(6, 69, "England 69%"),),
        events=(ChartEvent(2, "A new team began"),),
    ),
    "grades": replace(
        column_chart(0, 1, 2, 1, 2, percent=False, target=1, kind=ChartKind.LINE),
        grades=("Inadequate", "Requires improvement", "Good"),
    ),
    "a clock": replace(column_chart(1800, 2209, 2400, percent=False, target=1860), clock=1),
    "parts of a whole": replace(
        column_chart(6, 7, 8, 9, percent=False, kind=ChartKind.STACKED),
        points=tuple(
            Point(label, a + b, str(a + b), index == 3, parts=(float(a), float(b)))
            for index, (label, a, b) in enumerate(zip(months(4), (4, 4, 5, 6), (2, 3, 3, 3), strict=True))
        ),
        part_words=("CL 1", "CL 2"),
    ),
}
SLOTS = {"third": (240.6, 104.0), "whole": (769.9, 152.0), "half": (372.9, 112.0), "low": (249.6, 60.0)}
"""Width of the slot and height of the plot."""
