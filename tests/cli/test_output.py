"""A console where a person looks on, and nothing otherwise."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from boardpack.cli import main
from boardpack.cli import watch as watch_module
from boardpack.cli.output import progress, terminal, watched


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("err", [True, False])
def test_a_console_writes_to_the_stream_that_is_a_terminal(
    err: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr" if err else "stdout", screen)
    console = terminal(err=err)
    assert console is not None
    console.print("here")
    assert "here" in screen.getvalue()


@pytest.mark.parametrize("err", [True, False])
def test_a_file_gets_no_console(err: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr" if err else "stdout", io.StringIO())
    assert terminal(err=err) is None


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for stream in (Screen(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress() as tell:
            tell("Drawing")
        assert bool(stream.getvalue()) is stream.isatty()


def test_results_pass_the_bar_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for stream in (Screen(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(watched(iter("abc"), 3)) == ["a", "b", "c"]
        assert ("3/3" in stream.getvalue()) is stream.isatty()


LONG = (
    ("check", "--all"), ("build",), ("archive", "add"), ("archive", "search", "books"), ("archive", "verify"),
    ("archive", "rebuild", "2024-03"), ("new",), ("watch", "--port", "0"),
)  # fmt: skip
"""What may take over a second, in an order in which it works."""


@pytest.mark.parametrize("screen", [True, False])
def test_every_command_that_takes_time_says_so_on_a_terminal_alone(
    screen: bool, small_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stage is shown where a person looks on; a file or a pipe has no control characters in it."""

    def once(seconds: float) -> None:
        if seconds >= watch_module.EVERY:
            raise KeyboardInterrupt

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("boardpack.cli.watch.time.sleep", once)
    for words in LONG:
        stream = Screen() if screen else io.StringIO()
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(sys, "stdout", io.StringIO())
        with pytest.raises(SystemExit) as left:
            main([*words, "--project", str(small_pack)])
        assert left.value.code in {0, None}, (words, stream.getvalue())
        assert ("\x1b[" in stream.getvalue()) is screen, words
