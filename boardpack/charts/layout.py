"""How charts are set out: columns or a line, how wide, and where the values are.

It is decided for all charts of a group together, from the widths of their words, and handed to the drawer
as a `ChartBox`, so that the page and the picture agree. Lengths are points; nothing here knows matplotlib.

To add a form of chart, add it to `Form`, its row to `FORMS`, and the kinds that are drawn in it to
`KIND_FORMS`. The module that its row names has `draw(chart, box, theme) -> Picture`, which makes matplotlib
artists in the theme's roles (`drawn` has those that forms share) and hands them to `drawn.drawn_picture`. A
sample of it in `CASES` of `tests/charts/chart_samples.py` puts it to the tests of all charts, in every brand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Protocol

from msgspec import Struct

from boardpack.charts.scale import MakeScale, Scale, clock_scale, column_scale, line_scale
from boardpack.document import Chart, ChartKind, Point

TEXT = 8.0
"""Size of a chart's text."""
SMALL = 7.5
"""Nothing is set smaller than this."""
COLUMN_SHARE = 0.65
MOST_COLUMN = 28.0
AXIS_GAP = 6.0
END_GAP = 7.0
"""From the right end of a line to its words."""
LABEL_GAP = 3.0
"""Between a column's head and its value."""
DIGITS = 7.0
"""Height of a value's figures."""
LINE_GAP = 1.5
"""Kept free between a value and the target line."""
LEADING = 10.0
HEAD = 14.0
"""From the caption to the top of the plot."""
FIRST_ROW = 11.0
"""From the baseline of the plot to that of the words under it."""
FOOT_AIR = 4.0
COLUMNS_SURELY = 7
"""Periods up to which columns are drawn."""
COLUMNS_AT_MOST = 12
"""Periods from which a line is drawn are more than this."""


class MeasureText(Protocol):
    """The width in points of words at a size."""

    def __call__(self, text: str, size: float, *, strong: bool) -> float:
        """Return the width; `strong` for the bold face."""
        ...


class Form(Enum):
    """What a chart is drawn as."""

    COLUMNS = "columns"
    LINE = "line"


class FormSpec(Struct, frozen=True):
    """All that this package knows of a form of chart."""

    module: str
    """Its drawer."""
    scale: MakeScale
    most_pitch: float
    """Width of a period where there is room."""
    fills: bool
    """Whether it is as wide as a slot of its own, however far apart its periods are."""
    has_values: bool
    """Whether the value of every period is written; otherwise that of the last, at the right end."""

    def pitch(self, room: float, slot: float) -> float:
        """The width of a period that may take `room`, in a slot."""
        return room if self.fills and slot > WHOLE_SLOT else min(self.most_pitch, room)


class ValuePlace(Enum):
    """Where the values of columns are: all of them in the same place."""

    HEAD = "above the heads"
    ROW = "in a row under the plot"
    BARE_ROW = "in a row under the plot, without their unit"
    NOWHERE = "nowhere: the table has them"


class ChartBox(Struct, frozen=True):
    """The room of a chart and what is drawn in it."""

    width: float
    plot: float
    """Height of the plot."""
    left: float
    """Room for the words of the scale."""
    pitch: float
    """Width of a period."""
    head: float
    foot: float
    form: Form
    values: ValuePlace
    brief: bool = False
    """Whether the words at the right are the short ones."""

    @property
    def height(self) -> float:
        """Of the whole picture."""
        return self.head + self.plot + self.foot


def arrange(charts: Sequence[Chart], slot: float, plot: float, measure: MeasureText) -> tuple[ChartBox, ...]:
    """Set out the charts of a group, each in a slot of the same width, with plots of the same height."""
    brief = slot < BRIEF_SLOT
    left = max(_axis_room(chart, plot, measure) for chart in charts)
    right = max(end_room(chart, measure, brief=brief) for chart in charts)
    most = max(len(chart.points) for chart in charts)
    wide = (slot - left - right) / most
    pitches = {form: spec.pitch(wide, slot) for form, spec in FORMS.items()}
    forms = _forms(charts, pitches[Form.COLUMNS], measure)
    place = _value_place(charts, forms, pitches, plot, measure)
    foot = max(
        _foot(chart, form, pitches[form], place, plot, measure)
        for chart, form in zip(charts, forms, strict=True)
    )
    head = HEAD + (LEADING if any(chart.events or chart.breaks for chart in charts) else 0.0)
    return tuple(
        ChartBox(
            width=left + len(chart.points) * pitches[form] + right,
            plot=plot,
            left=left,
            pitch=pitches[form],
            head=head,
            foot=foot,
            form=form,
            values=place if FORMS[form].has_values else ValuePlace.NOWHERE,
            brief=brief,
        )
        for chart, form in zip(charts, forms, strict=True)
    )


def box_of(chart: Chart, slot: float, plot: float, measure: MeasureText) -> ChartBox:
    """Set out a chart that is alone."""
    return arrange((chart,), slot, plot, measure)[0]


# ------------------------------------------------------------------------------------ columns or a line


def _forms(charts: Sequence[Chart], pitch: float, measure: MeasureText) -> tuple[Form, ...]:
    """The form of each chart's kind; where that leaves it open, columns or a line.

    Columns to 7 periods; to 12 where their values fit, in all charts of the group; a line from 13.
    """
    forms = [KIND_FORMS[chart.kind] or _fitting(chart, pitch, measure) for chart in charts]
    longest = max(len(chart.points) for chart in charts)
    if longest > COLUMNS_SURELY and Form.LINE in forms:
        forms = [KIND_FORMS[chart.kind] or Form.LINE for chart in charts]
    return tuple(forms)


def _fitting(chart: Chart, pitch: float, measure: MeasureText) -> Form:
    fits = len(chart.points) <= COLUMNS_AT_MOST and _widest(chart, measure, bare=True) + 3 <= pitch
    return Form.COLUMNS if fits else Form.LINE


def _widest(chart: Chart, measure: MeasureText, *, bare: bool) -> float:
    shown = [point for point in chart.points if point.value is not None]
    return max(
        (measure(value_words(point, bare=bare), TEXT, strong=point.current) for point in shown), default=0.0
    )


def value_words(point: Point, *, bare: bool) -> str:
    """A value's words, without the per cent sign where the scale has it."""
    return point.words.removesuffix("%") if bare else point.words


def _value_place(
    charts: Sequence[Chart],
    forms: Sequence[Form],
    pitches: Mapping[Form, float],
    plot: float,
    measure: MeasureText,
) -> ValuePlace:
    """The first place that suits every period of every chart of the group whose values are written."""
    drawn = [pair for pair in zip(charts, forms, strict=True) if FORMS[pair[1]].has_values]
    if all(_clears_line(chart, form, pitches[form], plot, measure) for chart, form in drawn):
        return ValuePlace.HEAD
    if all(_widest(chart, measure, bare=False) + 3 <= pitches[form] for chart, form in drawn):
        return ValuePlace.ROW
    if all(_widest(chart, measure, bare=True) + 3 <= pitches[form] for chart, form in drawn):
        return ValuePlace.BARE_ROW
    return ValuePlace.NOWHERE


def _clears_line(chart: Chart, form: Form, pitch: float, plot: float, measure: MeasureText) -> bool:
    """Whether every value can be at the head of its column, on its own side of the target line."""
    scale = scale_of(chart, form, plot)
    if _widest(chart, measure, bare=False) > pitch - 2 or chart.others or chart.marks:
        return False
    reach = LABEL_GAP + DIGITS + LINE_GAP
    for point in chart.points:
        if point.value is None or point.target is None:
            continue
        head, line = scale.share(point.value) * plot, scale.share(point.target) * plot
        ahead = line - head if point.value >= 0 else head - line
        if ahead + 0.01 >= 0 and ahead <= reach:
            return False
    return True


def scale_of(chart: Chart, form: Form, plot: float) -> Scale:
    """The scale of a chart: its own values, targets and comparators, or the extent it shares."""
    if chart.grades:
        return Scale(0.0, len(chart.grades) - 1.0, tuple(enumerate(chart.grades)))
    values = [*chart.values, *(point.target for point in chart.points if point.target is not None)]
    values += [value for other in chart.others for value in other.values if value is not None]
    values += [mark.value for mark in chart.marks]
    whole = all(float(value).is_integer() for value in chart.values)
    values += list(chart.extent or ())
    make = FORMS[form].scale
    if chart.clock:
        minutes = [value / 60 for value in values] or [0.0]
        return clock_scale(make(minutes, plot, percent=False, whole=False), seconds=chart.clock == 1)
    return make(values or [0.0, 100.0 if chart.percent else 1.0], plot, percent=chart.percent, whole=whole)


# ------------------------------------------------------------------------------------- room at the sides


def _axis_room(chart: Chart, plot: float, measure: MeasureText) -> float:
    steps = [words for form in Form for _, words in scale_of(chart, form, plot).steps]
    return max(measure(words, TEXT, strong=False) for words in steps) + AXIS_GAP


def end_room(chart: Chart, measure: MeasureText, *, brief: bool) -> float:
    """Room for the words at the right end: of the target, of a line's last value, of other series."""
    words = [(line, strong) for line, strong in end_words(chart, measure, brief=brief)]
    widest = max((measure(line, TEXT, strong=strong) for line, strong in words), default=0.0)
    return widest + END_GAP + 4.0 if words else 2.0


def end_words(chart: Chart, measure: MeasureText, *, brief: bool) -> list[tuple[str, bool]]:
    """Every line of words that may be at the right end, and whether it is strong."""
    words: list[tuple[str, bool]] = []
    if ends_with_target(chart):
        words += [(line, True) for line in target_lines(chart, measure, brief=brief)]
        good = good_words(chart, brief=brief)
        words += [(SIGN_ROOM + good, False)] if good else []
    last = last_value(chart)
    if last is not None and _may_name_last(chart):
        words.append((f"{chart.series_words} {last.words}".strip(), True))
    words += [(other.words, False) for other in chart.others]
    words += [(SIGN_ROOM + mark.words, False) for mark in chart.marks]
    words += [(part, False) for part in chart.part_words]
    return words


def _may_name_last(chart: Chart) -> bool:
    """Whether the last value may be named at the right end: where not every value may be written."""
    form = KIND_FORMS[chart.kind]
    bare = form is not None and not FORMS[form].has_values
    return bare or len(chart.points) > COLUMNS_SURELY or bool(chart.others)


def ends_with_target(chart: Chart) -> bool:
    """Whether a target holds in the last period, so that its words are at the right end of its line."""
    return bool(chart.points and chart.points[-1].target is not None and chart.target_words)


def good_words(chart: Chart, *, brief: bool) -> str:
    """What is said on the good side of the target line."""
    return chart.good_words[1 if brief else 0] if chart.good_side else ""


def target_lines(chart: Chart, measure: MeasureText, *, brief: bool) -> tuple[str, ...]:
    """The target's words; where room is scarce one below the other."""
    if brief and measure(chart.target_words, TEXT, strong=True) > BRIEF_END:
        return tuple(chart.target_words.rsplit(" ", 1))
    return (chart.target_words,)


def last_value(chart: Chart) -> Point | None:
    """The last period with a value."""
    return next((point for point in reversed(chart.points) if point.value is not None), None)


# ------------------------------------------------------------------------------------------ under the plot


def _foot(  # noqa: PLR0917 - the parts of a box
    chart: Chart, form: Form, pitch: float, place: ValuePlace, plot: float, measure: MeasureText
) -> float:
    rows = len(month_lines(chart.points, pitch, measure))
    rows += FORMS[form].has_values and place in {ValuePlace.ROW, ValuePlace.BARE_ROW}
    rows += bool(scale_note(chart, scale_of(chart, form, plot)))
    return FIRST_ROW + (rows - 1) * LEADING + FOOT_AIR


def scale_note(chart: Chart, scale: Scale) -> str:
    """What is said of a scale that does not begin at zero; empty for one that does."""
    if scale.low <= 0 or not chart.scale_words:
        return ""
    return chart.scale_words.format(value=scale.steps[0][1])


def month_lines(points: tuple[Point, ...], pitch: float, measure: MeasureText) -> tuple[tuple[str, ...], ...]:
    """Return the names of the periods line by line, as many as there are points on each line; `` for none.

    `Apr-17` is whole where there is room. Otherwise the month is above, and the year below the
    first month named of each later year; where months do not fit, every third is named, or sixth, or
    twelfth, counted back from the current month.
    """
    labels = tuple(point.label for point in points)
    if _fit(labels, points, pitch, measure):
        return (labels,)
    parts = [_parted(label) for label in labels]
    kept = _thinned(tuple(month for month, _ in parts), points, pitch, measure)
    years = _years(kept, [year for _, year in parts])
    return (kept, years) if any(years) else (kept,)


def _fit(words: Sequence[str], points: tuple[Point, ...], room: float, measure: MeasureText) -> bool:
    return all(
        measure(word, TEXT, strong=point.current) + 4 <= room
        for word, point in zip(words, points, strict=True)
    )


def _parted(label: str) -> tuple[str, str]:
    """Part `Apr-17` into `Apr` and `2017`; a label of another kind stays whole."""
    found = re.fullmatch(r"([^\W\d_]+)[- ](\d\d|\d{4})", label)
    if found is None:
        return label, ""
    return found[1], found[2] if len(found[2]) == 4 else f"20{found[2]}"


def _thinned(
    months: tuple[str, ...], points: tuple[Point, ...], pitch: float, measure: MeasureText
) -> tuple[str, ...]:
    last = next((index for index, point in enumerate(points) if point.current), len(points) - 1)
    every = next((step for step in STEPS if _fit(months, points, pitch * step, measure)), STEPS[-1])
    return tuple(month if (last - index) % every == 0 else "" for index, month in enumerate(months))


def _years(kept: tuple[str, ...], years: list[str]) -> tuple[str, ...]:
    """Write each year below the first of its months that is named, except that of the first period."""
    written = [""] * len(kept)
    before = years[0]
    for index, (month, year) in enumerate(zip(kept, years, strict=True)):
        if month and year and year != before:
            written[index], before = year, year
    return tuple(written)


STEPS = (1, 3, 6, 12, 24)
BRIEF_SLOT = 300.0
"""Slots narrower than this have the short words at the right."""
BRIEF_END = 40.0
WHOLE_SLOT = 500.0
"""Slots wider than this are filled by a line."""
SIGN_ROOM = "     "
"""As wide as a sign that is drawn before words, and its gap."""

FORMS: Mapping[Form, FormSpec] = MappingProxyType(
    {
        Form.COLUMNS: FormSpec(
            "boardpack.charts.columns", column_scale, most_pitch=44.0, fills=False, has_values=True
        ),
        Form.LINE: FormSpec(
            "boardpack.charts.lines", line_scale, most_pitch=28.0, fills=True, has_values=False
        ),
    }
)

KIND_FORMS: Mapping[ChartKind, Form | None] = MappingProxyType(
    {
        ChartKind.COLUMNS: None,
        ChartKind.LINE: Form.LINE,
        ChartKind.STACKED: Form.COLUMNS,
    }
)
"""What each kind of chart is drawn as; None where the number of periods and the room decide."""
