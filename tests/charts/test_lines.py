"""The line chart, read back from its Picture."""

from __future__ import annotations

from boardpack.document import ChartKind
from boardpack.drawing import Picture
from tests.charts.chart_samples import CASES, column_chart, picture
from tests.charts.reading import columns_of, paths_of, segments, texts_of, words_of


def line_of(*values: float | str, breaks: tuple[int, ...] = ()) -> list[int]:
    """How many pieces each unbroken stretch of the line has."""
    drawn = picture(column_chart(*values, kind=ChartKind.LINE, breaks=breaks))
    (line,) = [path for path in paths_of(drawn, stroke="column_current") if path.width == 1.75]
    return [part.count(" l") for part in line.operators.split(" m ")[1:]]


def test_a_missing_value_and_a_break_are_gaps() -> None:
    assert line_of(80, 81, 82, 83, 84) == [4]
    assert line_of(80, 81, "no cases", 83, 84) == [1, 1]
    assert line_of(80, 81, 82, 83, 84, breaks=(2,)) == [1, 2]
    assert line_of(80, 81, "no cases", 83, "no cases", 85, 86) == [1, 1]


def test_many_periods_are_a_line_with_a_dot_for_each_value() -> None:
    drawn = picture(CASES["two years"], 769.9)
    assert columns_of(drawn) == []
    dots = {
        path.width: len(segments(path)) for path in paths_of(drawn, stroke="column_current") if path.cap == 1
    }
    assert dots == {3.2: 23, 5.5: 1}


def test_the_last_value_is_at_the_right_end() -> None:
    (last,) = [mark for mark in words_of(picture(CASES["two years"], 769.9)) if mark.text == "63"]
    assert last.weight == "bold"


def test_a_scale_that_begins_elsewhere_says_so() -> None:
    drawn = picture(CASES["a line far from zero"])
    scale = [mark.text for mark in words_of(drawn) if mark.scale]
    assert scale[0] != "0%"
    assert f"Scale begins at {scale[0]}" in texts_of(drawn)


def test_another_series_is_dashed_and_named_at_its_end() -> None:
    drawn = picture(CASES["against last year"], 372.9)
    assert [path.dash for path in paths_of(drawn, stroke="column") if path.dash] == [(4.0, 2.0)]
    assert {"This year 75%", "Last year 69%", "England 69% (Aug)"} <= set(texts_of(drawn))


def test_first_highest_and_lowest_are_named_once_each() -> None:
    values = [70, 72, 74, 90, 74, 72, 60, 70, 75, 76, 77, 78, 79]
    texts = values_in(picture(column_chart(*values), 372.9))
    assert [texts.count(words) for words in ("70%", "90%", "60%", "79%", "76%")] == [1, 1, 1, 1, 0]


def test_a_value_on_the_target_is_named_at_the_right_end_alone() -> None:
    assert values_in(picture(column_chart(*[80] * 13, target=80), 372.9)).count("80%") == 1


def values_in(drawn: Picture) -> list[str]:
    """All words but those of the scale."""
    return [mark.text for mark in words_of(drawn) if not mark.scale]
