"""What `--help` says: commands in the order of the month, examples that hold, and completion."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from boardpack.cli import COMMANDS, ROUND, root
from boardpack.cli.examples import EXAMPLES
from boardpack.cli.output import progress
from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY

LINES = [line for lines in EXAMPLES.values() for line, _ in lines]


def paths() -> list[str]:
    """Every command and every command of a command."""
    found = []
    for name in COMMANDS:
        command = root.get_command(click.Context(root), name)
        found.append(name)
        if isinstance(command, click.Group):
            found += [f"{name} {sub}" for sub in command.list_commands(click.Context(command))]
    return found


def test_the_help_has_every_command_once_in_the_order_of_the_month() -> None:
    grouped = [name for _, names in ROUND for name in names]
    assert sorted(grouped) == sorted(COMMANDS)
    said = CliRunner().invoke(root, ["--help"]).output
    places = [said.index(f"\n  {name} ") for name in grouped]
    assert places == sorted(places)
    assert all(f"\n{title}:\n" in said for title, _ in ROUND)
    assert "Other commands" not in said


def test_a_command_that_is_in_no_group_is_listed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boardpack.cli.ROUND", ROUND[:-1])
    said = CliRunner().invoke(root, ["--help"]).output
    assert said.index("Other commands:") < said.index("\n  email ")


def test_every_command_has_examples() -> None:
    assert set(paths()) == set(EXAMPLES)


@pytest.mark.parametrize("path", EXAMPLES)
def test_the_help_of_a_command_ends_with_its_examples(path: str) -> None:
    said = CliRunner().invoke(root, [*path.split(), "--help"], terminal_width=200).output
    for line, what in EXAMPLES[path]:
        assert f"$ boardpack {line}\n" in said
        assert what in said


@pytest.mark.parametrize("line", LINES)
def test_an_example_has_the_options_of_its_command(line: str) -> None:
    words = shlex.split(line.partition(" >")[0])
    command: click.Command = root
    while isinstance(command, click.Group):
        name = words.pop(0)
        found = command.get_command(click.Context(command), name)
        if found is None:  # `email 2017-10` is `email plan 2017-10`
            words.insert(0, name)
            found = command.get_command(click.Context(command), "plan")
        assert found is not None
        command = found
    parser = command.make_parser(click.Context(command))
    _, left, _ = parser.parse_args(words)
    assert left == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete_commands(shell: str) -> None:
    def asked(**more: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "boardpack"], cwd=REPOSITORY, capture_output=True, text=True, check=True,
            env={**os.environ, **more},
        ).stdout  # fmt: skip

    if shell != "bash":  # click asks bash itself for its version
        assert "_BOARDPACK_COMPLETE" in asked(_BOARDPACK_COMPLETE=f"{shell}_source")
    words = {"COMP_WORDS": "boardpack ch", "COMP_CWORD": "ch" if shell == "fish" else "1"}
    assert "check" in asked(_BOARDPACK_COMPLETE=f"{shell}_complete", **words)


@pytest.mark.parametrize(
    ("words", "next_command"),
    [
        (["check", "2024-04"], "`boardpack new 2024-04`"),
        (["email", "2024-03"], "`boardpack archive add 2024-03`"),
        (["archive", "show", "2024-03"], "`boardpack archive add 2024-03`"),
        (["archive", "verify"], "`boardpack archive add`"),
        (["archive", "anchor"], "`boardpack archive add`"),
        (["check", "--kind", "claim"], "`boardpack check --rules`"),
    ],
)
def test_an_error_names_the_command_to_run_next(
    words: list[str], next_command: str, small_pack: Path
) -> None:
    said = boardpack(*words, project=small_pack)
    assert said.code == 2
    assert next_command in said.err


def test_errors_that_stop_a_build_lead_to_check(small_pack: Path) -> None:
    file = small_pack / "data/indicators.csv"
    file.write_text(file.read_text("utf-8-sig").replace("streets,BIB", "streets,SIB"), encoding="utf-8")
    for words in (["build"], ["archive", "add"]):
        said = boardpack(*words, project=small_pack)
        assert said.code == 1
        assert "`boardpack check 2024-03` says where to begin" in said.err


def test_a_folder_that_is_no_project_leads_to_init(tmp_path: Path) -> None:
    said = boardpack("check", project=tmp_path)
    assert said.code == 2
    assert "`boardpack init FOLDER`" in " ".join(said.err.split())


def test_nothing_is_shown_of_progress_in_a_pipe(small_pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with progress() as tell:
        tell("Reading")
    assert capsys.readouterr().err == ""
    said = boardpack("check", project=small_pack)
    assert said.err == ""
