"""The second process that reads and draws: the same pack, whatever becomes of it."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from commands import boardpack
from pack_folders import REPOSITORY, SMALL, copy_project

from boardpack import charts
from boardpack.charts import Wanted
from boardpack.charts.cache import ChartCache
from boardpack.cli import helper as room
from boardpack.cli.helper import Helper, worth_it
from boardpack.cli.options import tables_folder
from boardpack.document import ColumnChart, Point
from boardpack.load import tables
from boardpack.load.project import Project
from boardpack.load.table_cache import TableCache
from boardpack.load.theme import read_theme
from boardpack.picture import Picture
from boardpack.theme import Theme

PROJECT = Project(Path("nowhere"))
MONTHS = (("May", 86), ("Jun", 88))
POINTS = tuple(Point(month, value, f"{value}%", month == "Jun") for month, value in MONTHS)
CHART = ColumnChart(POINTS, True, 90, "Target 90%", (), "")
THEME = cast("Theme", read_theme(REPOSITORY / "styles", "civic")[0])
WANTED = [Wanted(CHART, 240.0, 140.0), Wanted(CHART, 300.0, 150.0)]
HERE = [charts.draw(*each, THEME) for each in WANTED]


def forbidden(*_: object) -> Any:
    """Stand in for what is not to be done in this process."""
    raise AssertionError("done here")


def pictures(helper: Helper, wanted: Sequence[Wanted] = WANTED) -> list[Picture]:
    return [helper.draw(*each, THEME) for each in wanted]


def test_pictures_are_drawn_in_the_other_process_and_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "draw", forbidden)
    with Helper(PROJECT) as helper:
        helper.ahead(WANTED, THEME)
        assert pictures(helper) == HERE


def test_what_was_not_promised_is_drawn_here() -> None:
    with Helper(PROJECT) as helper:
        assert pictures(helper) == HERE
        helper.ahead(WANTED[1:], THEME)
        assert pictures(helper) == HERE


def test_one_that_was_promised_and_not_asked_for_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(charts, "draw", forbidden)
    with Helper(PROJECT) as helper:
        helper.ahead([*WANTED, *WANTED], THEME)
        assert [*pictures(helper, WANTED[1:]), *pictures(helper)] == [HERE[1], *HERE]


def test_a_chart_wanted_twice_is_drawn_once(tmp_path: Path) -> None:
    first, second = WANTED
    with ChartCache(tmp_path / "kept") as cache:
        assert cache.missing([first, second, first], THEME) == WANTED
        cache.draw(*first, THEME)
        assert cache.missing([first, second, first], THEME) == [second]


def killed(helper: Helper) -> None:
    assert helper._process is not None
    helper._process.kill()
    helper._process.wait()


def nothing(_: Helper) -> None:
    pass


@pytest.mark.parametrize(("first", "then"), [(killed, nothing), (nothing, killed)])
def test_a_process_that_is_killed_is_done_without(
    first: Callable[[Helper], None], then: Callable[[Helper], None]
) -> None:
    with Helper(PROJECT) as helper:
        first(helper)
        helper.ahead(WANTED, THEME)
        then(helper)
        assert pictures(helper) == HERE


def test_an_answer_that_is_no_picture_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    babbler = tmp_path / "python"
    babbler.write_text("#!/bin/sh\necho nonsense\ncat >/dev/null\n", encoding="utf-8")
    babbler.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(babbler))
    with Helper(PROJECT) as helper:
        helper.ahead(WANTED, THEME)
        assert pictures(helper) == HERE


@pytest.mark.parametrize("first_words", ["", "printf '\\200\\004\\210.'"])  # True, as pickle writes it
def test_a_process_that_hangs_is_given_up(
    first_words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = tmp_path / "python"
    hanging.write_text(f"#!/bin/sh\n{first_words}\nexec sleep 600\n", encoding="utf-8")
    hanging.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(hanging))
    monkeypatch.setattr(room, "PATIENCE", 0.3)
    many = [Wanted(CHART, 240.0 + number, 140.0) for number in range(2000)]  # more than a pipe holds
    with Helper(PROJECT) as helper:
        helper.ahead([*WANTED, *many], THEME)
        assert pictures(helper) == HERE
    assert threading.active_count() == 1


def test_without_a_second_process_everything_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Helper(PROJECT) as helper:
        helper.ahead(WANTED, THEME)
        assert pictures(helper) == HERE


def test_the_process_ends_with_the_build_even_before_it_was_asked() -> None:
    with Helper(PROJECT) as helper:
        process = helper._process
    assert process is not None
    assert process.returncode is not None


def test_a_build_reads_no_table_and_draws_no_chart_itself_and_makes_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_project(SMALL, tmp_path / "project")
    made = []
    for count, draw, read in ((1, charts.draw, tables.read_table), (2, forbidden, forbidden)):
        monkeypatch.setattr(room, "_processors", partial(int, count))
        monkeypatch.setattr(charts, "draw", draw)
        monkeypatch.setattr(tables, "read_table", read)
        said = boardpack("build", project=project)
        assert said.code == 0, said.err
        made.append(Path(said.out.strip().splitlines()[-1]).read_bytes())
        shutil.rmtree(project / ".cache")
    assert made[0] == made[1]


def test_it_leaves_the_tables_of_packs_in_the_cache_and_nobodys_address(tmp_path: Path) -> None:
    project = Project(copy_project(SMALL, tmp_path / "project"))
    (project.data / "recipients.csv").write_text("name,address\nA,a@example.org\n", encoding="utf-8")
    (project.data / "broken.csv").write_text('a,"b\n', encoding="utf-8")
    with Helper(project) as helper:
        helper.wait_for_tables()
    cache = TableCache(tables_folder(project))
    kept = {file.name for file in cache.folder.iterdir()}
    sound = [path for path in project.tables() if path.name != "broken.csv"]
    assert kept == {cache.key(path.read_text(encoding="utf-8-sig")) for path in sound}


def test_a_build_that_is_not_helped_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Helper(PROJECT, called=False) as helper:
        assert helper._process is None
        helper.wait_for_tables()
        assert pictures(helper) == HERE


def test_it_is_started_when_charts_may_need_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_processors", lambda: 2)
    project, kept = Project(tmp_path), tmp_path / "charts"
    data = project.data
    data.mkdir()
    values = data / "values.csv"
    values.write_text("", encoding="utf-8")
    assert worth_it(kept, project)
    kept.write_text("", encoding="utf-8")
    os.utime(values, (1e9, 1e9))
    assert not worth_it(kept, project)
    os.utime(values)
    os.utime(kept, (1e9, 1e9))
    assert worth_it(kept, project)
    monkeypatch.setattr(room, "_processors", lambda: 1)
    assert not worth_it(kept, project)
