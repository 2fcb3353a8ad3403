"""The second process that draws: the same pictures, whatever becomes of it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from commands import boardpack
from pack_folders import REPOSITORY, SMALL, copy_project

from boardpack import charts
from boardpack.charts import Wanted
from boardpack.charts.cache import ChartCache
from boardpack.cli import making
from boardpack.cli.draughtsman import Draughtsman
from boardpack.cli.making import worth_it
from boardpack.document import ColumnChart, Point
from boardpack.load.theme import read_theme
from boardpack.picture import Picture
from boardpack.theme import Theme

MONTHS = (("May", 86), ("Jun", 88))
POINTS = tuple(Point(month, value, f"{value}%", month == "Jun") for month, value in MONTHS)
CHART = ColumnChart(POINTS, True, 90, "Target 90%", (), "")
THEME = cast("Theme", read_theme(REPOSITORY / "styles", "civic")[0])
WANTED = [Wanted(CHART, 240.0, 140.0), Wanted(CHART, 300.0, 150.0)]
HERE = [charts.draw(*each, THEME) for each in WANTED]


def forbidden(*_: object) -> Picture:
    """Stand in for drawing in this process."""
    raise AssertionError("a chart was drawn here")


def pictures(draughtsman: Draughtsman, wanted: Sequence[Wanted] = WANTED) -> list[Picture]:
    return [draughtsman.draw(*each, THEME) for each in wanted]


def test_pictures_are_drawn_in_the_other_process_and_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "draw", forbidden)
    with Draughtsman() as draughtsman:
        draughtsman.ahead(WANTED, THEME)
        assert pictures(draughtsman) == HERE


def test_what_was_not_promised_is_drawn_here() -> None:
    with Draughtsman() as draughtsman:
        assert pictures(draughtsman) == HERE
        draughtsman.ahead(WANTED[1:], THEME)
        assert pictures(draughtsman) == HERE


def test_one_that_was_promised_and_not_asked_for_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(charts, "draw", forbidden)
    with Draughtsman() as draughtsman:
        draughtsman.ahead([*WANTED, *WANTED], THEME)
        assert [*pictures(draughtsman, WANTED[1:]), *pictures(draughtsman)] == [HERE[1], *HERE]


def test_a_chart_wanted_twice_is_drawn_once(tmp_path: Path) -> None:
    first, second = WANTED
    with ChartCache(tmp_path / "kept") as cache:
        assert cache.missing([first, second, first], THEME) == WANTED
        cache.draw(*first, THEME)
        assert cache.missing([first, second, first], THEME) == [second]


def killed(draughtsman: Draughtsman) -> None:
    assert draughtsman._process is not None
    draughtsman._process.kill()
    draughtsman._process.wait()


def nothing(_: Draughtsman) -> None:
    pass


@pytest.mark.parametrize(("first", "then"), [(killed, nothing), (nothing, killed)])
def test_a_process_that_is_killed_is_done_without(
    first: Callable[[Draughtsman], None], then: Callable[[Draughtsman], None]
) -> None:
    with Draughtsman() as draughtsman:
        first(draughtsman)
        draughtsman.ahead(WANTED, THEME)
        then(draughtsman)
        assert pictures(draughtsman) == HERE


def test_an_answer_that_is_no_picture_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    babbler = tmp_path / "python"
    babbler.write_text("#!/bin/sh\ncat >/dev/null\necho nonsense\n", encoding="utf-8")
    babbler.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(babbler))
    with Draughtsman() as draughtsman:
        draughtsman.ahead(WANTED, THEME)
        assert pictures(draughtsman) == HERE


def test_without_a_second_process_everything_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Draughtsman() as draughtsman:
        draughtsman.ahead(WANTED, THEME)
        assert pictures(draughtsman) == HERE


def test_the_process_ends_with_the_build_even_before_it_was_asked() -> None:
    with Draughtsman() as draughtsman:
        process = draughtsman._process
    assert process is not None
    assert process.returncode is not None


def test_a_build_tells_ahead_every_chart_it_asks_for_and_makes_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_project(SMALL, tmp_path / "project")
    made = []
    for count, draw in ((1, charts.draw), (2, forbidden)):
        monkeypatch.setattr(making, "_processors", partial(int, count))
        monkeypatch.setattr(charts, "draw", draw)
        said = boardpack("build", project=project)
        assert said.code == 0, said.err
        made.append(Path(said.out.strip().splitlines()[-1]).read_bytes())
        shutil.rmtree(project / ".cache")
    assert made[0] == made[1]


def test_it_is_started_when_charts_may_need_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_processors", lambda: 2)
    data, kept = tmp_path / "data", tmp_path / "charts"
    data.mkdir()
    values = data / "values.csv"
    values.write_text("", encoding="utf-8")
    assert worth_it(kept, data)
    kept.write_text("", encoding="utf-8")
    os.utime(values, (1e9, 1e9))
    assert not worth_it(kept, data)
    os.utime(values)
    os.utime(kept, (1e9, 1e9))
    assert worth_it(kept, data)
    monkeypatch.setattr(making, "_processors", lambda: 1)
    assert not worth_it(kept, data)
