"""The README's commands are run, and what it names exists."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from boardpack.load import indicators, lists, sections, targets
from boardpack.load.csv_table import Columns
from boardpack.load.facts import MONTH_KEYS, PACK_KEYS
from boardpack.load.indicators import BASES
from boardpack.load.lists import ACTION_STATUSES
from boardpack.load.targets import STATUSES as TARGET_STATUSES
from boardpack.load.value_parser import MISSING
from boardpack.model.indicator import CHART_KINDS, Basis, Comparator, Unit
from boardpack.model.pack import FORMATS, SUMMARY_COLUMNS, TABLE_COLUMNS
from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
EXAMPLES = [
    line for line in re.findall(r"```console\n(.*?)```", README, re.DOTALL) for line in line.splitlines()
]


def test_the_pip_line_that_ci_runs_is_the_readmes() -> None:
    script = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    assert "python -m pytest" in BLOCKS[1]
    assert "python -m pytest" in script


def test_the_first_command_ends_with_the_path_of_the_pack(october_copy: Path) -> None:
    assert BLOCKS[0].strip().endswith("python build.py")
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "build.py"), "--project", str(october_copy)],
        capture_output=True, text=True, check=False, cwd=REPOSITORY,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.splitlines()[-1])
    assert path.name == "2017-10-childrens-improvement-priority-indicators.pdf"
    assert path.read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("line", [line for line in EXAMPLES if line.startswith("$ boardpack")])
def test_the_examples_run(line: str, october_copy: Path) -> None:
    words = shlex.split(line.removeprefix("$ boardpack"))
    said = boardpack(*words, project=october_copy)
    assert said.code == 0, said.err


def test_what_the_readme_names_is_there() -> None:
    named = re.findall(r"`((?:boardpack|styles|tests|data)/[\w./-]+)`", README)
    assert named
    for path in named:
        assert (REPOSITORY / path).exists(), path
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", re.sub(r"`[^`\n]*`", "", README)):
        assert (REPOSITORY / picture).exists(), picture


FILES = {
    "sections": sections.COLUMNS, "indicators": indicators.COLUMNS,
    "definitions": indicators.DEFINITION_COLUMNS,
    "targets": targets.COLUMNS, "values-2017-18": Columns(("ref",), ("measure",)),
    "actions-2017-10": lists.ACTIONS, "notes": lists.NOTES, "owners": lists.OWNERS,
    "glossary": lists.GLOSSARY, "overrides": lists.OVERRIDES, "restatements": lists.RESTATEMENTS,
    "reported-2017-10": lists.REPORTED,
}  # fmt: skip


@pytest.mark.parametrize("file", FILES)
def test_the_readme_names_every_column_and_says_which_must_be_there(file: str) -> None:
    (row,) = [line for line in README.splitlines() if line.startswith(f"| `data/{file}.csv`")]
    cells = row.split("|")[2]
    bold = set(re.findall(r"\*\*`(\w+)`\*\*", cells))
    assert bold == set(FILES[file].required)
    assert set(FILES[file].optional) <= set(re.findall(r"`(\w+)`", cells))


def test_the_readme_names_every_column_of_the_tables_and_every_format() -> None:
    (row,) = [line for line in README.splitlines() if "`[columns]` in `pack.toml`" in line]
    assert set(TABLE_COLUMNS) <= set(re.findall(r'"([\w ]+)"', row))
    assert set(SUMMARY_COLUMNS) <= set(re.findall(r"`(\w+)`", row))
    assert all(f'"{name}"' in README and f"`--{name}`" in README for name in FORMATS)


def test_what_is_to_be_added_to_says_how() -> None:
    """Each module that the list names says what else must be touched."""
    (listed,) = re.findall(r"## To add …\n(.*?)\n## ", README, re.DOTALL)
    for path in re.findall(r"`(boardpack/[\w/]+\.py)`", listed):
        said = ast.get_docstring(ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))) or ""
        assert "add" in said or path.endswith("live_figures.py"), path
        for other in re.findall(r"`(boardpack(?:\.\w+)+)`", said):
            assert importlib.util.find_spec(other) is not None, (path, other)
        for other in re.findall(r"`((?:boardpack|tests)/[\w/.]+)`", said):
            assert (REPOSITORY / other).exists(), (path, other)


def test_the_readme_names_every_key_and_every_word_of_the_closed_lists() -> None:
    words = {
        *PACK_KEYS, *MONTH_KEYS, *(unit.value for unit in Unit), *(c.value for c in Comparator),
        *(set(BASES) - {Basis.NOT_STATED.value}), *TARGET_STATUSES, *ACTION_STATUSES,
        *(status.value for status in MISSING), *CHART_KINDS,
    }  # fmt: skip
    assert [word for word in sorted(words) if f"`{word}`" not in README] == []
