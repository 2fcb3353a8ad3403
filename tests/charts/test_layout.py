"""How charts are set out: columns or a line, where the values stand, and one arrangement for a group."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.charts.layout import Form, ValuePlace, arrange, month_lines, scale_of
from boardpack.document import Chart, ChartEvent, ChartKind
from tests.charts.chart_samples import CASES, box, column_chart, letters_of
from tests.support.projects import theme

MEASURE = letters_of(theme("civic")).measure


@pytest.mark.parametrize(
    ("count", "slot", "form"),
    [(3, 240.6, Form.COLUMNS), (7, 240.6, Form.COLUMNS), (12, 372.9, Form.COLUMNS), (13, 769.9, Form.LINE)],
)
def test_columns_to_twelve_periods_and_a_line_from_thirteen(count: int, slot: float, form: Form) -> None:
    assert box(column_chart(*range(10, 10 + count)), slot).form is form


def test_twelve_wide_values_are_a_line() -> None:
    wide = column_chart(*(number * 1111 for number in range(1, 13)), percent=False)
    assert box(wide, 240.6).form is Form.LINE
    assert box(wide, 769.9).form is Form.COLUMNS


def test_a_kind_that_is_asked_for_is_drawn() -> None:
    assert box(column_chart(1, 2, 3, kind=ChartKind.LINE)).form is Form.LINE


def test_one_line_of_twelve_periods_makes_its_group_lines() -> None:
    narrow = column_chart(*range(12), percent=False)
    wide = column_chart(*(number * 1111 for number in range(1, 13)), percent=False)
    assert [each.form for each in arrange((narrow, wide), 240.6, 104, MEASURE)] == [Form.LINE, Form.LINE]


def test_of_a_few_periods_only_the_wide_values_are_a_line() -> None:
    narrow = column_chart(1, 2, 3, 4, 5, 6, 7, percent=False)
    wide = column_chart(*(1_250_000 + each for each in range(7)), percent=False)
    assert [each.form for each in arrange((narrow, wide), 240.6, 104, MEASURE)] == [Form.COLUMNS, Form.LINE]


PLACES: list[tuple[Chart, ValuePlace]] = [
    (column_chart(42, 47, 51, 58, 61, 66, 71, target=90), ValuePlace.HEAD),
    (column_chart(42, 47, 51, 58, 61, 66, 85, target=90), ValuePlace.ROW),
    (column_chart(95, 96, 97, target=90), ValuePlace.HEAD),
    (column_chart(90, 96, 97, target=90), ValuePlace.ROW),
    (column_chart(-5, -6, -30, target=-40, percent=False), ValuePlace.HEAD),
    (column_chart(-5, -6, -38, target=-40, percent=False), ValuePlace.ROW),
    (column_chart(83.3, 84.5, 86.1, 83.7, 82.7, 80.6, 87, target=85), ValuePlace.BARE_ROW),
]


@pytest.mark.parametrize(("chart", "place"), PLACES)
def test_values_are_in_the_first_place_that_suits_all(chart: Chart, place: ValuePlace) -> None:
    assert box(chart).values is place


def test_a_group_has_one_place_for_its_values_and_one_pitch() -> None:
    clear, near = PLACES[0][0], PLACES[1][0]
    boxes = arrange((clear, near), 372.9, 104, MEASURE)
    assert {each.values for each in boxes} == {ValuePlace.ROW}
    assert len({(each.pitch, each.left, each.foot, each.head) for each in boxes}) == 1


def test_rules_with_words_have_room_over_the_plot() -> None:
    chart = column_chart(1, 2, 3)
    noted = replace(chart, events=(ChartEvent(0, "A note"),))
    assert box(noted).head == box(chart).head + 10


def test_columns_are_no_wider_apart_than_is_calm() -> None:
    assert box(column_chart(1, 2, 3), 769.9).pitch == 44
    assert box(column_chart(1, 2, 3, kind=ChartKind.LINE), 372.9).pitch == 28
    assert box(column_chart(1, 2, 3, kind=ChartKind.LINE), 769.9).pitch > 100


def test_short_words_stand_at_the_right_of_narrow_charts() -> None:
    chart = column_chart(1, 2, 3, target=95.5)
    assert box(chart, 240.6).brief
    assert not box(chart, 372.9).brief


@pytest.mark.parametrize(
    ("pitch", "named"),
    [
        (44, [f"{month}-17" for month in ("Apr", "May", "Jun")]),
        (20, ["Apr", "May", "Jun"]),
        (7, ["", "", "Jun"]),
    ],
)
def test_months_are_named_as_far_as_there_is_room(pitch: float, named: list[str]) -> None:
    assert list(month_lines(column_chart(1, 2, 3).points, pitch, MEASURE)[0]) == named


def test_every_third_month_counts_back_from_the_current_one() -> None:
    first, years = month_lines(column_chart(*range(24)).points, 10, MEASURE)
    assert [month for month in first if month] == ["Jun", "Sep", "Dec", "Mar", "Jun", "Sep", "Dec", "Mar"]
    assert [(index, year) for index, year in enumerate(years) if year] == [(11, "2018"), (23, "2019")]


def test_grades_and_clocks_have_scales_in_their_own_words() -> None:
    grades = scale_of(CASES["grades"], Form.LINE, 104)
    assert [words for _, words in grades.steps] == ["Inadequate", "Requires improvement", "Good"]
    clock = scale_of(CASES["a clock"], Form.COLUMNS, 104)
    assert [words for _, words in clock.steps] == ["00:00:00", "00:10:00", "00:20:00", "00:30:00", "00:40:00"]
    short = scale_of(replace(CASES["a clock"], clock=60), Form.COLUMNS, 104)
    assert short.steps[-1] == (2400, "00:40")
