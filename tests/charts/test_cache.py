"""The cache of drawn charts: right or absent, never stale."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import fields, replace

from boardpack import cache as cache_module
from boardpack import charts
from boardpack.cache import Cache
from boardpack.charts import cache
from boardpack.charts.cache import ChartCache
from boardpack.charts.layout import ChartBox, Form, ValuePlace
from boardpack.document import Chart, ChartEvent, ChartKind, ChartMark, GoodSide, OtherSeries, Point
from boardpack.drawing import Picture
from boardpack.theme import FontFile, Theme
from tests.charts.chart_samples import CASES, box, column_chart
from tests.support.projects import theme

THEME = theme("civic")
CHART = column_chart(86, 88, 85, target=90)
BOX = box(CHART)
BOXES = {name: box(chart) for name, chart in CASES.items()}


class Never:
    """Stands for the drawer where it must not be called."""

    def __call__(self, *_: object) -> Picture:
        raise AssertionError("the chart was drawn again")


@pytest.mark.parametrize("case", CASES)
def test_what_is_kept_is_what_was_drawn(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = cached(tmp_path / "kept", CASES[case], BOXES[case])
    assert drawn == charts.draw(CASES[case], BOXES[case], THEME)
    monkeypatch.setattr(charts, "draw", Never())
    with Cache(tmp_path / "kept") as kept:
        assert ChartCache(kept, Never()).draw(CASES[case], BOXES[case], THEME) == drawn


def test_a_chart_asked_for_twice_is_drawn_once(tmp_path: Path) -> None:
    asked: list[Chart] = []

    def draw(chart: Chart, room: ChartBox, theme: Theme) -> Picture:
        asked.append(chart)
        return charts.draw(chart, room, theme)

    with Cache(tmp_path / "kept") as kept:
        drawer = ChartCache(kept, draw)
        first = drawer.draw(CHART, BOX, THEME)
        assert drawer.draw(CHART, BOX, THEME) == first
    assert asked == [CHART]


def cached(file: Path, chart: Chart = CHART, room: ChartBox = BOX) -> Picture:
    with Cache(file) as kept:
        return ChartCache(kept).draw(chart, room, THEME)


def key(chart: Chart = CHART, room: ChartBox = BOX, theme: Theme = THEME) -> str:
    return ChartCache(Cache(None)).key(chart, room, theme)


OTHER_FIELDS: dict[type, dict[str, Any]] = {
    Chart: {
        "points": CHART.points[:2],
        "percent": False,
        "kind": ChartKind.LINE,
        "target_words": "Target",
        "good_side": GoodSide.LOWER,
        "good_words": ("a", "b"),
        "breaks": (1,),
        "break_words": "new",
        "extent": (0.0, 100.0),
        "scale_words": "From {value}",
        "series_words": "This year",
        "others": (OtherSeries((1.0, 2.0, 3.0), "Last year"),),
        "marks": (ChartMark(0, 1.0, "England"),),
        "events": (ChartEvent(0, "a note"),),
        "part_words": ("a",),
        "grades": ("Bad", "Good"),
        "clock": 60,
    },
    Point: {
        "label": "May-17", "value": 87.0, "words": "87%", "current": True,
        "target": 1.0, "target_words": "1%", "parts": (1.0, 2.0),
    },
    ChartBox: {
        "width": 1.0, "plot": 90.0, "left": 9.0, "pitch": 9.0, "head": 9.0, "foot": 9.0, "form": Form.LINE,
        "values": ValuePlace.NOWHERE, "brief": False,
    },
}  # fmt: skip


@pytest.mark.parametrize("field", [field.name for field in fields(Chart)])
def test_every_field_of_a_chart_changes_the_key(field: str) -> None:
    assert key(replace(CHART, **{field: OTHER_FIELDS[Chart][field]})) != key()


@pytest.mark.parametrize("field", [field.name for field in fields(Point)])
def test_every_field_of_a_month_changes_the_key(field: str) -> None:
    other = replace(CHART.points[0], **{field: OTHER_FIELDS[Point][field]})
    assert key(replace(CHART, points=(other, *CHART.points[1:]))) != key()


@pytest.mark.parametrize("role", sorted(THEME.colours))
def test_every_colour_changes_the_key(role: str) -> None:
    assert key(theme=replace(THEME, colours={**THEME.colours, role: (0.1, 0.2, 0.3)})) != key()


@pytest.mark.parametrize("field", [field.name for field in fields(ChartBox)])
def test_every_measure_of_the_box_changes_the_key(field: str) -> None:
    assert key(room=replace(BOX, **{field: OTHER_FIELDS[ChartBox][field]})) != key()


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_the_bytes_of_a_font_change_the_key(weight: str, tmp_path: Path) -> None:
    font: FontFile = getattr(THEME.fonts, weight)
    moved = replace(font, path=tmp_path / "face.ttf")
    assert key(theme=with_font(weight, moved)) == key()
    assert key(theme=with_font(weight, replace(moved, data=font.data + b"\0"))) != key()


def with_font(weight: str, font: FontFile) -> Theme:
    fonts: dict[str, Any] = {weight: font}
    return replace(THEME, fonts=replace(THEME.fonts, **fonts))


def test_the_version_of_matplotlib_changes_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    (tmp_path / "_version.py").write_text("version = '99.0'", encoding="utf-8")
    monkeypatch.setattr(
        cache_module, "find_spec", lambda _: ModuleSpec("matplotlib", None, origin=str(tmp_path / "x"))
    )
    cache.chart_code_version.cache_clear()
    assert key() != before
    monkeypatch.undo()
    cache.chart_code_version.cache_clear()
    assert key() == before


def test_the_code_that_draws_changes_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Path(charts.__file__).parent
    copy = tmp_path / "charts"
    shutil.copytree(room, copy)
    monkeypatch.setattr(cache, "__file__", str(copy / "cache.py"))
    cache.chart_code_version.cache_clear()
    before = key()
    (copy / "columns.py").write_text("# other\n", encoding="utf-8")
    cache.chart_code_version.cache_clear()
    assert key() != before
    monkeypatch.undo()
    cache.chart_code_version.cache_clear()


def _cut(entry: Path) -> None:
    entry.write_bytes(entry.read_bytes()[:-20])


def _empty(entry: Path) -> None:
    entry.write_bytes(b"")


def _scribble(entry: Path) -> None:
    entry.write_bytes(b"x" * 4096 + entry.read_bytes()[4096:])


def _other_body(entry: Path) -> None:
    """An entry whose figures were changed without its digest."""
    with sqlite3.connect(entry) as connection:
        connection.execute("UPDATE entry SET body = replace(body, '86', '12')")
    connection.close()


@pytest.mark.parametrize("damage", [_cut, _empty, _scribble, _other_body, Path.unlink])
def test_a_damaged_entry_is_drawn_again(damage: Callable[[Path], None], tmp_path: Path) -> None:
    entry = tmp_path / "kept"
    drawn = cached(entry)
    damage(entry)
    assert cached(entry) == drawn
    assert [*tmp_path.iterdir()] == [entry]
    if entry.is_file():
        with Cache(entry) as kept:
            assert ChartCache(kept, Never()).draw(CHART, BOX, THEME) == drawn


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert cached(tmp_path / "file" / "charts") == charts.draw(CHART, BOX, THEME)


def test_a_folder_that_others_may_write_to_is_not_used(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    assert cached(tmp_path / "kept") == charts.draw(CHART, BOX, THEME)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'{"width":"x"}', b"null", b"\xff"])
def test_an_entry_of_another_shape_is_drawn_again(body: bytes, tmp_path: Path) -> None:
    drawn = cached(tmp_path / "kept")
    with Cache(tmp_path / "kept") as file:
        file.put(key(), body)
    assert cached(tmp_path / "kept") == drawn


def test_a_chart_leaves_nothing_behind_while_the_collector_rests() -> None:
    charts.draw(CHART, BOX, THEME)
    gc.disable()
    try:
        before = len(gc.get_objects())
        for _ in range(5):
            charts.draw(CHART, BOX, THEME)
        assert len(gc.get_objects()) - before < 500
    finally:
        gc.enable()


HIT = """
import sys
from pathlib import Path
from tests.charts.chart_samples import CASES, rough_measure
from tests.support.projects import theme
from boardpack.cache import Cache
from boardpack.charts.cache import ChartCache
from boardpack.charts.layout import box_of
with Cache(Path(sys.argv[1])) as kept:
    for chart in CASES.values():
        ChartCache(kept).draw(chart, box_of(chart, 240, 112, rough_measure), theme())
print(any(name.partition(".")[0] in {"matplotlib", "numpy"} for name in sys.modules))
"""


def test_a_hit_imports_no_matplotlib(tmp_path: Path) -> None:
    path = os.pathsep.join((str(Path(__file__).parents[2]), *filter(None, sys.path)))
    said = [
        subprocess.run(
            [sys.executable, "-c", HIT, str(tmp_path / "kept")],
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert said == ["True", "False"]
