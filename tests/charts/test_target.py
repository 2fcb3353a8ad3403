"""The target is drawn over the periods in which it holds, and hides no head of a column."""

from __future__ import annotations

from boardpack.charts.frame import make_frame
from boardpack.charts.target import pale_edges, target_lines, target_runs
from boardpack.document import Chart
from tests.charts.chart_samples import CASES, box, column_chart, picture
from tests.charts.reading import columns_of, paths_of, segments, texts_of


def lines_of(chart: Chart) -> list[list[tuple[float, float]]]:
    return target_lines(make_frame(chart, box(chart)))


def test_one_target_is_one_line_that_goes_a_little_on() -> None:
    chart = column_chart(1, 2, 3, target=50)
    frame = make_frame(chart, box(chart))
    assert target_lines(frame) == [[(frame.left, frame.level(50)), (frame.right + 4, frame.level(50))]]


def test_a_step_is_a_riser_between_two_periods() -> None:
    chart = CASES["a step"]
    frame = make_frame(chart, box(chart))
    ((_, end, start, _),) = lines_of(chart)
    assert end == (frame.border(4), frame.level(20))
    assert start == (frame.border(4), frame.level(18))


def test_a_trajectory_has_a_level_for_each_period() -> None:
    chart = CASES["a trajectory"]
    levels = [target for _, _, target in target_runs(make_frame(chart, box(chart)))]
    assert levels == [30, 40, 50, 55, 60, 80]


def test_no_line_over_periods_without_a_target() -> None:
    chart = CASES["a target that ended"]
    frame = make_frame(chart, box(chart))
    assert target_lines(frame) == [[(frame.left, frame.level(55)), (frame.border(4), frame.level(55))]]
    gap = column_chart(1, 2, 3, 4, target=[5, None, 5, 5])
    assert len(lines_of(gap)) == 2
    assert lines_of(column_chart(1, 2, 3)) == []


def test_a_target_that_ended_has_no_words_at_the_right() -> None:
    assert "Target 55%" not in texts_of(picture(CASES["a target that ended"], 372.9))
    assert "Target 55%" in texts_of(picture(CASES["a target that began"], 372.9))


def test_heads_near_the_line_have_no_pale_edge() -> None:
    chart = column_chart(95.4, 95.9, 94.6, 94.2, 96.4, 95.0, 95.6, target=95)
    assert pale_edges(make_frame(chart, box(chart))) == []
    assert all(path.stroke != "paper" for path in paths_of(picture(chart)))


def test_a_pale_edge_is_as_wide_as_its_column_alone() -> None:
    chart = column_chart(50, 90, 50, target=70)
    (edge,) = paths_of(picture(chart), stroke="paper")
    (((left, _), (right, _)),) = segments(edge)
    column = columns_of(picture(chart))[1]
    assert abs(left - column[0]) < 0.02
    assert abs(right - column[2]) < 0.02


def test_a_negative_column_beyond_its_target_has_an_edge() -> None:
    chart = column_chart(-10, -90, -10, target=-50, percent=False)
    assert len(pale_edges(make_frame(chart, box(chart)))) == 1
