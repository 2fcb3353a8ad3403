"""Every option of every command is tried with empty, huge, negative and odd values."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from boardpack.cli import COMMANDS, root
from tests.support.commands import boardpack

ODD = (
    "", " ", "-", "--", "0", "-1", "9" * 24, "9" * 5_000, "1e999", "nan", "\x01", "a\nb", "\u202e", "\udcff",
    "../..", "/dev/null", "/dev/zero", "=1+1", "%s%n", "{}", "'", "2017-13", "0000-00", "v" + "1" * 24,
    "٣", "x" * 5_000,
)  # fmt: skip

NEVER = {"--help", "--version", "--open"}


def commands(
    group: click.Command, above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(group, click.Group):
        yield above, group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield from commands(found, (*above, name))


EVERY = dict(commands(root))


def test_the_table_reaches_every_command() -> None:
    assert {names[0] for names in EVERY} == set(COMMANDS)
    assert ("archive", "show") in EVERY


def required(command: click.Command, *, but: click.Parameter) -> list[str]:
    """Something for each argument that a command cannot do without."""
    words: list[str] = []
    for each in command.params:
        if each is but or not each.required:
            continue
        words += [each.opts[0]] if isinstance(each, click.Option) else []
        words += ["2024-03"]
    return words


def cases() -> Iterator[tuple[tuple[str, ...], str]]:
    for names, command in EVERY.items():
        for each in command.params:
            if not (isinstance(each, click.Option) and each.is_flag) and each.opts[0] not in NEVER:
                yield names, each.opts[0]


@pytest.mark.parametrize(
    ("names", "option"), list(cases()), ids=lambda case: " ".join(case) if isinstance(case, tuple) else case
)
def test_no_value_of_an_option_ends_in_a_traceback(
    names: tuple[str, ...], option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    for folder in ("data", "narratives/2024-03", "styles"):
        (project / folder).mkdir(parents=True)
    monkeypatch.chdir(project)
    command = EVERY[names]
    each = next(one for one in command.params if one.opts[0] == option)
    if names == ("watch",):  # what it does after its options are read is for ever
        monkeypatch.setattr("boardpack.cli.watch.open_server", stop)
    for value in ODD:
        before = sorted(path.name for path in tmp_path.iterdir())
        named = [option, value] if isinstance(each, click.Option) else ["--", value]
        words = [*names, *required(command, but=each), *named]
        said = boardpack(*words)
        assert said.code in {0, 1, 2, 3}, (words, said)
        assert "Traceback" not in said.err
        assert "fault in the program" not in said.err
        assert "rule foresaw" not in said.err
        assert sorted(path.name for path in tmp_path.iterdir()) == before or option in {
            "--out",
            "--to",
            "directory",
        }


def stop(*_: object) -> None:
    sys.exit(0)
