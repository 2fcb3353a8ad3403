"""Each command imports what it needs and no more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from boardpack.cli import COMMANDS, root
from tests.support.projects import REPOSITORY

HEAVY = {
    "pandas",
    "numpy",
    "matplotlib",
    "openpyxl",
    "reportlab",
    "pikepdf",
    "pypdf",
    "PIL",
    "rich",
    "markdown",
}
NEEDED: dict[tuple[str, ...], set[str]] = {
    (): set(),
    ("--version",): set(),
    ("check", "--help"): {"markdown"},
    ("build", "--help"): set(),
    ("new", "--help"): {"markdown"},
    ("archive", "--help"): HEAVY - {"pandas", "numpy", "matplotlib", "openpyxl", "pikepdf", "rich"},
    ("archive", "list"): set(),
}
"""What a command may import of the packages that take their time."""


@pytest.mark.parametrize("arguments", NEEDED, ids=" ".join)
def test_a_command_imports_only_what_it_needs(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    asked = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "boardpack", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in asked.stderr.splitlines()}
    assert "boardpack" in names
    assert names & HEAVY <= NEEDED[arguments]


def test_the_help_names_every_command() -> None:
    said = CliRunner().invoke(root, ["--help"]).output
    for name, (_, sentence) in COMMANDS.items():
        assert f"  {name} " in said
        assert sentence in said
        assert CliRunner().invoke(root, [name, "--help"]).exit_code == 0
