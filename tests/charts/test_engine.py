"""matplotlib as it was delivered, whatever the machine holds."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest

from boardpack.charts import matplotlib_setup

SPIED = """
import os, sys
opened = []
watched = {"open", "subprocess.Popen"}
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event in watched else None)
before = dict(os.environ)
from tests.charts.chart_samples import CASES, picture
print([picture(chart) for chart in CASES.values()])
assert dict(os.environ) == before
fonts = [name for name in opened if "/fonts/" in name and "styles" not in name]
assert not fonts, fonts[:5]
assert not [name for name in opened if "fc-list" in name or ".cache" in name or ".config" in name]
"""


DRAWN = """
from tests.charts.chart_samples import CASES, picture
print([picture(chart) for chart in CASES.values()])
"""


def run(folder: Path, program: str = SPIED, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(Path(__file__).parents[2]), *filter(None, sys.path)))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MPL")}
    return subprocess.run(
        [sys.executable, "-c", program],
        env={**kept, "PYTHONPATH": path, "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )


def test_neither_home_nor_folder_nor_environment_changes_a_chart(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    set_up = tmp_path / "set up"
    (set_up / ".config" / "matplotlib").mkdir(parents=True)
    rules = (
        "lines.linewidth: 9\npath.sketch: 1, 100, 2\ntext.usetex: True\nno such setting: 1\nbackend: none\n"
    )
    for place in (
        set_up / "matplotlibrc",
        set_up / ".config" / "matplotlib" / "matplotlibrc",
        set_up / "own",
    ):
        place.write_text(rules, encoding="utf-8")
    first = run(plain)
    second = run(set_up, MATPLOTLIBRC=str(set_up / "own"), MPLCONFIGDIR=str(set_up))
    assert first.returncode == 0, first.stderr
    assert second.returncode == 0, second.stderr
    assert first.stdout == second.stdout
    assert first.stderr == second.stderr == ""
    assert list(plain.iterdir()) == []


def test_settings_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_bytes(b"lines.linewidth: \xff\xfe\n")
    said = run(tmp_path).stderr
    assert "BoardpackError: matplotlib cannot read the file `matplotlibrc` in the current folder" in said


def test_starting_again_only_restores_the_defaults() -> None:
    mpl.rcParams["lines.linewidth"] = 9
    matplotlib_setup.import_matplotlib()
    assert mpl.rcParams["lines.linewidth"] == 1.5


@pytest.mark.parametrize("source", ["", "    __version__ = 'x'\n", "    __version__ = 390\n"])
def test_another_way_of_listing_fonts_does_no_harm(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "font_manager.py"
    file.write_text(source, encoding="utf-8")

    class Spec:
        origin = str(file)

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: Spec)
    matplotlib_setup._write_empty_font_list(str(tmp_path))
    assert len(list(tmp_path.glob("fontlist-v*.json"))) == bool(source)


def test_a_matplotlib_without_a_source_file_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    matplotlib_setup._write_empty_font_list(str(tmp_path))
    assert list(tmp_path.iterdir()) == []
