"""What is said when something stops a command that no finding describes: one line, with what was being read.

To name what a room of the program works on, add its row to `STAGES`.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import NoReturn

import click

from boardpack.cli.write_files import REMEMBERED, written_files
from boardpack.errors import BoardpackError


def report_os_error(fault: OSError) -> str:
    """Say what the operating system refused; where it names no file, that is what the command prints to."""
    reason = fault.strerror or str(fault)
    if fault.filename:
        return f"{fault.filename}: {reason}."
    files = written_files()
    last = f" (the last {REMEMBERED})" if len(files) == REMEMBERED else ""
    written = ", ".join(map(str, files))
    done = f" Written before that, and whole{last}: {written}." if written else " Nothing was written."
    return f"Standard output could not be written to: {reason}.{done}"


def output_is_gone() -> bool:
    """Whether whoever read standard output has gone (click then leaves with 1, which means errors here)."""
    return type(sys.stdout).__name__.endswith("PacifyFlushWrapper")


def broken_pipe() -> str:
    """Say that nobody reads what is printed, and what was written to files before that."""
    return report_os_error(OSError(errno.EPIPE, "nobody reads it any more"))


def report_crash(kind: type[BaseException], _: BaseException, trail: TracebackType | None) -> NoReturn:
    """Say in a line what was being read or done, in place of a traceback; leave with 3."""
    click.echo(f"boardpack: {describe_crash(kind, trail)}", err=True)
    sys.exit(BoardpackError.exit_code)


def describe_crash(kind: type[BaseException], trail: TracebackType | None) -> str:
    """Say what was being read or done when something that no rule foresaw stopped it, and what to do."""
    frames = tuple(_frames(trail))
    where = f" ({frames[-1].f_code.co_filename}, line {frames[-1].f_lineno})" if frames else ""
    stage = _stage(frames)
    what = (
        f"stopped while it was {stage}, by something that no rule foresaw"
        if stage
        else "a fault in the program, not in your files"
    )
    return (
        f"{what}: {kind.__name__}{where}. Run the same command with --debug and give what it prints to "
        "whoever looks after boardpack."
    )


def _frames(trail: TracebackType | None) -> Iterator[FrameType]:
    while trail is not None:
        yield trail.tb_frame
        trail = trail.tb_next


def _stage(frames: tuple[FrameType, ...]) -> str:
    """What the innermost room that works on somebody's files was doing; empty when none was at work."""
    for frame in reversed(frames):
        module = str(frame.f_globals.get("__name__", ""))
        for room, (doing, names) in STAGES.items():
            if module.startswith(room):
                file = _file(frames, names)
                return f"{doing} {file}" if file else f"{doing} the project's files"
    return ""


def _file(frames: tuple[FrameType, ...], names: tuple[str, ...]) -> str:
    """The name of a file that some frame holds under one of the names, the innermost first."""
    for frame in reversed(frames):
        for name in names:
            held = frame.f_locals.get(name)
            if held is not None and type(held).__name__ in {"str", "PosixPath", "WindowsPath", "Path"}:
                return "".join(mark if mark.isprintable() else "?" for mark in str(held)[:200])
    return ""


STAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "boardpack.load.": ("reading", ("file", "name")),
    "boardpack.importer.": ("importing", ("path", "name", "file")),
    "boardpack.mail.": ("making the messages from", ("file",)),
    "boardpack.archive.": ("working on the archive and", ("file", "archive")),
    "boardpack.claims.": ("checking the commentary in", ("file",)),
    "boardpack.check.": ("checking", ("file",)),
    "boardpack.analysis.": ("working out", ("file",)),
    "boardpack.compose.": ("composing the pack from", ()),
    "boardpack.charts.": ("drawing the charts of", ()),
    "boardpack.render.": ("laying out", ()),
}
"""The start of a module's name → what it does, and the names under which its functions hold a file."""
