"""What columns and lines have in common, and what no chart can show."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.charts import draw, layout
from boardpack.charts.drawn import STEP, EndLine, EndWords, pale_edges, spread, target_paths, target_runs
from boardpack.charts.frame import make_frame
from boardpack.charts.layout import FORMS, KIND_FORMS, Form
from boardpack.document import Chart, ChartEvent, ChartKind, ChartMark, GoodSide, OtherSeries
from boardpack.errors import BoardpackError, ProgrammingError
from tests.charts.chart_samples import CASES, box, column_chart, letters_of, months, picture
from tests.charts.reading import box_of_words, columns_of, paths_of, rectangles, segments, texts_of, words_of
from tests.support.projects import theme

THEME = theme("civic")


def test_the_figures_of_the_scale_are_marked_as_such() -> None:
    marks = words_of(picture(CASES["just under the target"]))
    assert [mark.text for mark in marks if mark.scale] == ["0%", "25%", "50%", "75%", "100%"]


def test_charts_share_an_extent() -> None:
    shared = replace(column_chart(1, 2, 3, percent=False), extent=(0.0, 20.0))
    other = replace(column_chart(20, 15, 3, percent=False), extent=(0.0, 20.0))
    levels = [
        [(mark.text, mark.y) for mark in words_of(picture(chart)) if mark.scale] for chart in (shared, other)
    ]
    assert levels[0] == levels[1]


def test_a_missing_month_keeps_its_place_and_says_why() -> None:
    drawn = picture(column_chart(50, "no cases", "no cases", 50), 372.9)
    first, last = columns_of(drawn)
    (reason,) = [mark for mark in words_of(drawn) if mark.text == "no cases"]
    left, _, right, _ = box_of_words(reason, letters_of(THEME))
    assert first[2] < left < right < last[0]


def test_neighbours_missing_for_one_reason_say_it_once() -> None:
    assert texts_of(picture(column_chart("no cases", "no cases", "no cases", 5))).count("no cases") == 1
    broken = column_chart("no cases", "no cases", "no cases", "no cases", 5, breaks=(2,))
    assert texts_of(picture(broken)).count("no cases") == 2


def test_a_month_missing_without_a_word_is_only_a_gap() -> None:
    assert len(columns_of(picture(column_chart(5, "", 5)))) == 2


def test_a_reason_with_no_room_is_a_dash() -> None:
    assert "–" in texts_of(picture(column_chart(5, "not available until the next inspection", 5)))


def test_a_break_is_a_dotted_rule_with_its_words() -> None:
    drawn = picture(column_chart(5, 5, 5, breaks=(2,)))
    columns = columns_of(drawn)
    (rule,) = [path for path in paths_of(drawn, stroke="quiet") if path.dash]
    ((x, _), _) = segments(rule)[0]
    assert columns[1][2] < x < columns[2][0]
    assert "new definition" in texts_of(drawn)


def test_an_event_stands_at_its_period_with_its_words() -> None:
    chart = replace(column_chart(5, 6, 7, 8), events=(ChartEvent(1, "A new team"),))
    drawn = picture(chart)
    (rule,) = [path for path in paths_of(drawn, stroke="quiet") if path.dash]
    ((x, _), _) = segments(rule)[0]
    column = columns_of(drawn)[1]
    assert x == pytest.approx((column[0] + column[2]) / 2, abs=0.02)
    assert "A new team" in texts_of(drawn)


def test_of_two_events_that_would_touch_the_later_has_its_rule_alone() -> None:
    events = (ChartEvent(1, "A new team began its work"), ChartEvent(2, "Another team began"))
    drawn = picture(replace(column_chart(5, 6, 7, 8), events=events))
    assert "Another team began" not in texts_of(drawn)
    (rules,) = [path for path in paths_of(drawn, stroke="quiet") if path.dash]
    assert len(segments(rules)) == 2


def test_a_comparator_is_a_hollow_diamond_with_its_words() -> None:
    drawn = picture(CASES["a comparator and a note"])
    outlined = [path for path in paths_of(drawn, fill="paper") if path.stroke == "ink"]
    assert len(outlined) == 2, "at its period and before its words"
    assert "England 69%" in texts_of(drawn)


def test_months_say_their_year_once() -> None:
    texts = texts_of(picture(column_chart(*range(12)), 372.9))
    assert [text for text in texts if re.fullmatch(r"20\d\d", text)] == ["2018"]
    assert {"Apr", "Dec", "Mar"} <= set(texts)
    assert list(months(3)) == [text for text in texts_of(picture(column_chart(1, 2, 3))) if "-" in text]


def test_labels_of_another_kind_stay_whole() -> None:
    points = tuple(
        replace(point, label=f"2016-1{index}") for index, point in enumerate(column_chart(1, 2, 3).points)
    )
    assert "2016-12" in texts_of(picture(Chart(points, percent=False)))


def test_dollars_are_words() -> None:
    chart = replace(column_chart(1, 1, 1, target=2), target_words="$5m to $7m")
    assert "$5m to $7m" in texts_of(picture(chart, 769.9))


def test_without_numbers_there_is_only_a_scale() -> None:
    assert texts_of(picture(column_chart("no cases", "no cases", percent=False)))[:2] == ["0", "1"]


@pytest.mark.parametrize("figure", [math.nan, math.inf, -math.inf, 1e16, -1e16])
@pytest.mark.parametrize("field", ["value", "target", "extent", "mark", "other"])
def test_what_no_chart_can_show_is_refused(figure: float, field: str) -> None:
    chart = column_chart(1, 2, target=3)
    room = box(chart)
    others: dict[str, dict[str, Any]] = {
        "value": {"points": (replace(chart.points[0], value=figure), chart.points[1])},
        "target": {"points": (replace(chart.points[0], target=figure), chart.points[1])},
        "extent": {"extent": (0.0, figure)},
        "mark": {"marks": (ChartMark(0, figure, "England"),)},
        "other": {"others": (OtherSeries((figure, None), "Last year"),)},
    }
    other = others[field]
    with pytest.raises(BoardpackError, match="A chart cannot show"):
        draw(replace(chart, **other), room, THEME)


@pytest.mark.parametrize(
    ("chart", "changes", "words"),
    [
        (column_chart(1), {"pitch": 1.0}, "theme.toml: a chart needs 2 points a period"),
        (column_chart(1), {"plot": 5.0}, "a plot of 20"),
        (Chart((), percent=False), {}, "at least one period"),
        (column_chart(1, breaks=(3,)), {}, "A break, a mark"),
    ],
)
def test_a_broken_promise_is_an_error(chart: Chart, changes: dict[str, float], words: str) -> None:
    room: Any = replace(box(column_chart(1)), **changes)
    with pytest.raises((BoardpackError, ProgrammingError), match=words):
        draw(chart, room, THEME)


def test_every_form_and_kind_has_its_row_and_a_sample() -> None:
    assert set(FORMS) == set(Form) == {box(chart).form for chart in CASES.values()}
    assert set(KIND_FORMS) == set(ChartKind) == {chart.kind for chart in CASES.values()}


def test_a_form_has_its_own_scale_width_and_place_of_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form is what its row says: with the row of another, a line has the other's."""
    chart = column_chart(91, 92, 93, target=95, kind=ChartKind.LINE)
    monkeypatch.setattr(layout, "FORMS", {**FORMS, Form.LINE: FORMS[Form.COLUMNS]})
    room, columns = box(chart), box(replace(chart, kind=ChartKind.COLUMNS))
    assert (room.pitch, room.values) == (columns.pitch, columns.values)
    assert layout.scale_of(chart, room.form, room.plot).low == 0


DRAW_ALL = """
from tests.charts.chart_samples import CASES, picture
import hashlib, sys
pictures = [picture(chart) for chart in CASES.values()]
print(hashlib.sha256(repr(pictures).encode()).hexdigest(), "matplotlib.pyplot" in sys.modules)
"""


def test_charts_are_the_same_under_any_hash_seed_and_without_pyplot() -> None:
    path = os.pathsep.join((str(Path(__file__).parents[2]), *filter(None, sys.path)))
    said = {
        subprocess.run(
            [sys.executable, "-c", DRAW_ALL],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert said.pop().split()[1] == "False"


def test_a_value_on_a_line_of_the_grid_has_paper_behind_it() -> None:
    near, clear = column_chart(46, 30, 48, percent=True), column_chart(40, 60, 85, percent=True)
    assert len(rectangles(picture(near), "paper")) == 2
    assert rectangles(picture(clear), "paper") == []


def lines_of(chart: Chart) -> list[list[tuple[float, float]]]:
    return target_paths(make_frame(chart, box(chart)))


def test_one_target_is_one_line_that_goes_a_little_on() -> None:
    chart = column_chart(1, 2, 3, target=50)
    frame = make_frame(chart, box(chart))
    assert target_paths(frame) == [[(frame.left, frame.level(50)), (frame.right + 4, frame.level(50))]]


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
    assert target_paths(frame) == [[(frame.left, frame.level(55)), (frame.border(4), frame.level(55))]]
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


LOW, HIGH = 10.0, 140.0

words = st.builds(
    lambda level, lines, above: EndWords(level, (EndLine("words"),) * lines, min(above, lines)),
    st.floats(LOW, HIGH),
    st.integers(1, 3),
    st.integers(0, 2),
)


@given(st.lists(words, max_size=4))
def test_words_that_would_touch_are_pushed_apart(found: list[EndWords]) -> None:
    ordered = sorted(found, key=lambda each: -each.level)
    levels = spread(ordered, LOW, HIGH)
    for one, two, level, below in zip(ordered, ordered[1:], levels, levels[1:], strict=False):
        assert level - one.down >= below + two.up - 1e-6
    if levels:
        assert levels[0] + ordered[0].up <= HIGH + 1e-6


@given(st.lists(words, max_size=3))
def test_words_that_stand_clear_are_left_where_they_are(found: list[EndWords]) -> None:
    spaced = [EndWords(120.0 - 60 * index, each.lines, each.above) for index, each in enumerate(found)]
    assert [round(level, 6) for level in spread(spaced, -50, 200)] == [each.level for each in spaced]


def test_the_words_of_the_good_side_are_on_that_side() -> None:
    for good, higher in ((GoodSide.HIGHER, True), (GoodSide.LOWER, False)):
        drawn = picture(column_chart(1, 2, 3, target=50, good=good), 372.9)
        places = {mark.text: mark.y for mark in words_of(drawn) if mark.role == "target"}
        said = "higher is better" if higher else "lower is better"
        assert (places[said] > places["Target 50%"]) is higher
        assert abs(places[said] - places["Target 50%"]) == pytest.approx(STEP, abs=0.02)


def test_without_a_good_side_the_target_is_named_alone() -> None:
    drawn = picture(column_chart(1, 2, 3, target=50, good=None), 372.9)
    assert [mark.text for mark in words_of(drawn) if mark.role == "target"] == ["Target 50%"]
    assert paths_of(drawn, fill="target") == []
