"""The command line: the only place that knows the clock, the environment, printing and exit codes.

Each command is a module here and imports only what it needs itself. To add one, write the module
with a click command named `command`, and add its row to `COMMANDS`. When something stops a command that no
finding describes, one line says what was being read: to name what a room of the program works on, add its
row to `STAGES`.
"""

from __future__ import annotations

import errno
import gc
import importlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import NoReturn

import click

from boardpack import __version__
from boardpack.cli.examples import with_examples
from boardpack.cli.write_files import REMEMBERED, written_files
from boardpack.errors import BoardpackError


class LazyGroup(click.Group):
    """A group that imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name every command."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command's module."""
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command = importlib.import_module(module).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.command is no click command")
        return with_examples(command, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List every command with its sentence, in the order of the month's round."""
        grouped = {name for _, names in ROUND for name in names}
        others = ("Other commands", tuple(name for name in COMMANDS if name not in grouped))
        for title, names in (*ROUND, others):
            if rows := [(name, COMMANDS[name][1]) for name in names if name in COMMANDS]:
                with formatter.section(title):
                    formatter.write_dl(rows)


@click.group(cls=LazyGroup)
@click.version_option(__version__, prog_name="boardpack")
@click.option("--debug", is_flag=True, help="Show the traceback when something goes wrong.")
def root(*, debug: bool) -> None:
    """Turn a month's figures and commentary into a committee appendix, send it and keep it.

    `boardpack COMMAND --help` has examples.
    """


def program(arguments: Sequence[str] | None = None) -> NoReturn:
    """Be a program: run `main` in a process of its own, where a fault of ours is one line."""
    if "--debug" not in (sys.argv[1:] if arguments is None else arguments):
        sys.excepthook = report_crash
    try:
        main(arguments)
    finally:
        gc.freeze()  # what is alive is not walked once more as the process ends: 2 % of a rebuild


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and raise SystemExit with its exit code; no traceback reaches a user without --debug."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads that are never used
    gc.set_threshold(COLLECTED_EVERY)
    open_missing_streams()
    debug = "--debug" in given
    if debug:
        given = ["--debug", *(word for word in given if word != "--debug")]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a letter such as ŵ must not stop a Windows console
            stream.reconfigure(errors="backslashreplace")
    try:
        code = root.main(args=given, prog_name="boardpack", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except SystemExit:
        if output_is_gone():
            click.echo(f"boardpack: {broken_pipe()}", err=True)
            sys.exit(BoardpackError.exit_code)
        raise
    except click.ClickException as fault:
        fault.show()
        sys.exit(2)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BoardpackError as fault:
        if debug:
            raise
        click.echo(f"boardpack: {fault}", err=True)
        sys.exit(fault.exit_code)
    except OSError as fault:
        if debug:
            raise
        click.echo(f"boardpack: {report_os_error(fault)}", err=True)
        sys.exit(BoardpackError.exit_code)


def open_missing_streams() -> None:
    """Give a process without standard streams (some services start so) ones that lead nowhere."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115


COLLECTED_EVERY = 200_000
"""New objects after which Python looks for rubbish; at its own 700 that takes 5 % of a rebuild."""

COMMANDS = {
    "build": ("boardpack.cli.build", "Check a month, then write its pack and print the file's path."),
    "check": ("boardpack.cli.check", "Find what a sceptical analyst would find in a month's pack."),
    "archive": ("boardpack.cli.archive", "Keep issued packs: provable, findable, never overwritten."),
    "init": ("boardpack.cli.init", "Start a project: a small pack of made-up figures, to be replaced."),
    "new": ("boardpack.cli.new", "Open the next month."),
    "import": ("boardpack.cli.import_", "Bring in the analyst's workbook or CSV file."),
    "compare": ("boardpack.cli.compare", "Take comparators out of a large published table."),
    "watch": ("boardpack.cli.watch", "Rebuild on change, and show the pages with the findings beside them."),
    "email": ("boardpack.cli.email", "Send an issued pack to its recipients, each once."),
}
"""The module of each command, and the sentence that `boardpack --help` gives it."""

ROUND: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Once", ("init",)),
    ("Each month, in this order", ("new", "import", "compare", "watch", "check", "build")),
    ("When it is approved", ("archive", "email")),
)
"""The commands as `boardpack --help` groups them."""


# --------------------------------------------------------------------------------------------- faults


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
