"""A second process for a cold build, so that pandas and matplotlib do not keep the pack waiting.

Importing the two, splitting tables and drawing charts take half of a cold build. The process starts
before the build's own modules are imported; it splits the tables meanwhile and leaves them in the cache,
imports matplotlib while the figures are checked, is told of every chart once the pages are planned, and
draws while they are painted. Whatever becomes of it, the pack is the same: a table that is not in the
cache is read here, and a chart that it does not deliver is drawn here. One that does nothing more is
given up after a while.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Self

import boardpack
from boardpack import charts
from boardpack.charts import Wanted
from boardpack.cli.options import charts_file, tables_folder
from boardpack.cli.order import Order
from boardpack.document import Chart
from boardpack.load.project import Project
from boardpack.picture import Picture
from boardpack.theme import Theme

MODULE = "boardpack.beside"
PATIENCE = 60.0
"""Seconds that one answer may take: on a slow machine importing pandas takes ten."""
UNREADABLE = (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, IndexError, ValueError)
"""What may come of reading an answer that was cut short or is none (pickle's documentation)."""


class Helper:
    """Reads tables and draws charts for one build; use it in a `with`, so that its process ends with it."""

    def __init__(self, project: Project, *, called: bool = True) -> None:
        self.called = called
        """Whether a process is wanted; without one, everything is done here."""
        self._project = project
        self._process: subprocess.Popen[bytes] | None = None
        self._promised: deque[Wanted] = deque()
        self._tables_read = False

    def __enter__(self) -> Self:
        """Start the process; where none can be started, everything is done here."""
        if not self.called:
            return self
        package = str(Path(boardpack.__file__).parents[1])
        known = os.environ.get("PYTHONPATH")
        folders = (str(self._project.root), str(tables_folder(self._project)))
        try:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                (sys.executable, "-m", MODULE, *folders),
                env={**os.environ, "PYTHONPATH": f"{package}{os.pathsep}{known}" if known else package},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            self._process = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trail: TracebackType | None
    ) -> None:
        """End the process, whatever it is doing."""
        self._dismiss()

    def wait_for_tables(self) -> None:
        """Wait until the tables are in the cache, or nothing more is to be expected."""
        if not self._tables_read:
            self._tables_read = True
            if self._next() is not True:
                self._dismiss()

    def ahead(self, wanted: Sequence[Wanted], theme: Theme) -> None:
        """Say once which charts will be asked for, in their order."""
        self.wait_for_tables()
        if self._process is None:
            return
        from boardpack import beside  # noqa: PLC0415 - not wanted for a rebuild

        stream = _pipe(self._process.stdin)
        try:
            with _patience(self._process), stream:
                stream.write(beside.message(wanted, theme))
        except OSError:
            self._dismiss()
            return
        self._promised.extend(wanted)

    def draw(self, chart: Chart, width: float, height: float, theme: Theme) -> Picture:
        """Return the picture that was promised; draw it here if it was not, or never comes."""
        wanted = Wanted(chart, width, height)
        while wanted in self._promised:
            promised, picture = self._promised.popleft(), self._next()
            if promised == wanted and isinstance(picture, Picture):
                return picture
        return charts.draw(chart, width, height, theme)

    def _next(self) -> object:
        """Return its next answer; None when there is none, or it cannot be read."""
        if self._process is None:
            return None
        try:
            with _patience(self._process):
                answer: object = pickle.load(_pipe(self._process.stdout))  # noqa: S301 - from our own process
        except UNREADABLE:
            self._dismiss()
            return None
        return answer

    def _dismiss(self) -> None:
        process, self._process = self._process, None
        self._promised.clear()
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):  # what was not sent is not wanted any more
                    _pipe(stream).close()


@contextmanager
def _patience(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Wait for a process within, but not for ever: one that hangs is killed, which ends the waiting."""
    timer = Timer(PATIENCE, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def helper_for(order: Order) -> Helper:
    """The second process for a build that is likely to need it; one that does nothing for any other."""
    kept = charts_file(order.project, order.period, order.brand)
    return Helper(order.project, called=worth_it(kept, order.project))


def worth_it(charts_kept: Path, project: Project) -> bool:
    """Whether there is something to do for a second process, and a processor for it."""
    return _processors() >= 2 and wanted_afresh(charts_kept, project)


def wanted_afresh(charts_kept: Path, project: Project) -> bool:
    """Whether tables and charts are likely to be read and drawn, and not to come from what is kept.

    They are when no charts have been kept since the figures last changed. A wrong guess costs time only.
    """
    try:
        kept = charts_kept.stat().st_mtime
    except OSError:
        return True
    return any(file.stat().st_mtime > kept for file in project.tables())


def _processors() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise TypeError("the process was started without a pipe")
    return stream
