"""No file of a project is ever run, whatever module it is named after, and no variable changes a pack."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.support.projects import REPOSITORY, SMALL, copy_project

BUILD = (str(REPOSITORY / "build.py"),)
MODULE = ("-m", "boardpack")

OPTIONAL = (
    "reportlab_mods", "reportlab_settings", "sitecustomize", "usercustomize", "rlextra", "rlPyCairo",
    "lxml", "defusedxml", "cairo", "uharfbuzz", "bidi", "pyphen", "brotli", "zopfli", "unicodedata2",
)  # fmt: skip
"""Modules that libraries import where they are installed."""

COMMANDS = [
    (BUILD, ("--draft", "--attach-data")),
    (MODULE, ("build", "--months", "2024-02..2024-03", "--jobs", "2", "--draft")),
    (MODULE, ("check", "--format", "json")),
    (MODULE, ("archive", "add", "2024-03")),
    (MODULE, ("archive", "verify")),
    (MODULE, ("email", "2024-03")),
    (MODULE, ("new", "2024-04")),
    (MODULE, ("import", "sheet.xlsx", "--yes")),
]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a file named after every module there is; each leaves its name in `ran/`."""
    root = copy_project(SMALL, tmp_path_factory.mktemp("planted") / "small")
    shutil.copytree(root / "narratives/2024-03", root / "narratives/2024-02")
    (root / "ran").mkdir()
    (root / "sheet.xlsx").write_bytes(b"PK")
    names = {*sys.stdlib_module_names, *packages_distributions(), *OPTIONAL}
    for name in sorted(name for name in names if name.isidentifier()):
        text = f"open({str(root / 'ran' / name)!r}, 'w').close()\n"
        (root / f"{name}.py").write_text(text, encoding="utf-8")
    for name in (".reportlab_mods", ".reportlab_settings", "matplotlibrc"):
        (root / name).write_text(f"open({str(root / 'ran' / 'home')!r}, 'w').close()\n", encoding="utf-8")
    return root


@pytest.mark.parametrize(
    "command", COMMANDS, ids=lambda command: " ".join((command[0][-1][-9:], *command[1]))
)
def test_no_command_runs_what_lies_in_a_project(
    command: tuple[tuple[str, ...], tuple[str, ...]], planted: Path
) -> None:
    start, words = command
    if start == MODULE:  # what Python finds before a line of ours is reached, only `python -P` shuts out
        (planted / "boardpack.py").unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, *start, *words], cwd=planted, capture_output=True, check=False,
        env={
            **os.environ, "PYTHONPATH": str(REPOSITORY),
            "HOME": str(planted), "XDG_CACHE_HOME": str(planted.with_name("cache")),
            "MPLBACKEND": "junk", "SOURCE_DATE_EPOCH": "junk", "RL_invariant": "junk", "EVAL_DEBUG": "junk",
            "MATPLOTLIBRC": str(planted),
        },
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr
    assert b"fault in the program" not in done.stderr, done.stderr
    assert done.returncode in {0, 1, 2, 3}, done.stderr  # 2: no archive yet, where another process adds
    assert sorted(path.name for path in (planted / "ran").iterdir()) == []


def test_the_planted_files_would_run(planted: Path) -> None:
    for name in ("numpy", "reportlab_mods"):
        lone = planted / "alone"
        shutil.rmtree(lone, ignore_errors=True)
        lone.mkdir()
        shutil.copy(planted / f"{name}.py", lone)
        words = [sys.executable, "-c", f"import {name}"]
        subprocess.run(words, cwd=lone, check=False, capture_output=True)
    ran = {path.name for path in (planted / "ran").iterdir()}
    for path in (planted / "ran").iterdir():
        path.unlink()
    assert {"numpy", "reportlab_mods"} <= ran


def test_neither_folder_nor_environment_changes_a_byte(small_pack: Path, tmp_path: Path) -> None:
    made = []
    moved = small_pack.rename(tmp_path / "a pŵl of papers")
    places = ((copy_project(SMALL, tmp_path / "a"), {"PYTHONHASHSEED": "1"}), (moved, VARIABLES))
    for number, (project, extra) in enumerate(places):
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        words = ("build", "--project", str(project), "--out", str(tmp_path / str(number)))
        done = subprocess.run(
            [sys.executable, *MODULE, *words],
            cwd=tmp_path, capture_output=True, check=False, env={**environment, **extra},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        made += [path.read_bytes() for path in (tmp_path / str(number)).iterdir()]
    assert made[0] == made[1]


VARIABLES = {
    "SOURCE_DATE_EPOCH": "1", "MPLBACKEND": "TkAgg", "MATPLOTLIBRC": "/nowhere", "RL_pageCompression": "1",
    "RL_useA85": "1", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "TZ": "Pacific/Auckland", "PYTHONUTF8": "0",
    "XDG_DATA_HOME": "/nowhere", "COLUMNS": "1", "NO_COLOR": "1", "PYTHONHASHSEED": "2",
}  # fmt: skip


def test_reportlab_looks_for_no_font_of_the_machine() -> None:
    code = (
        "import sys, os\n"
        "seen = []\n"
        "sys.addaudithook(lambda event, words: seen.append(str(words[0])) if event in "
        "{'open', 'os.listdir', 'os.scandir'} else None)\n"
        "import boardpack.render.pdf.renderer\n"
        "from reportlab import rl_config\n"
        "print([name for name in seen if 'fonts' in name.casefold() and 'site-packages' not in name])\n"
        "print([name for name in seen if 'reportlab_' in name and 'reportlab_setup' not in name])\n"
        "print(rl_config.T1SearchPath, rl_config.TTFSearchPath, rl_config.CMapSearchPath)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    found, settings, paths = done.stdout.splitlines()
    assert [name for name in eval(found) if "boardpack" not in name] == []
    assert settings == "[]"
    assert paths == "[] [] []"
