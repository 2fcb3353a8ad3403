"""A second process that draws a cold pack's charts, so that matplotlib does not keep the pack waiting.

Importing matplotlib and drawing take a third of a cold build. The process starts with the build, imports
while the figures are read and checked, is told of every chart once the pages are planned, and draws
while they are painted. Whatever becomes of it, the pictures are the same: a chart it does not deliver is
drawn here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import boardpack
from boardpack import charts
from boardpack.charts import Wanted, worker
from boardpack.document import Chart
from boardpack.picture import Picture
from boardpack.theme import Theme


class Draughtsman:
    """Draws as `charts.draw` does; use it in a `with`, so that its process ends with the build."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._promised: deque[Wanted] = deque()

    def __enter__(self) -> Self:
        """Start the process; where none can be started, everything is drawn here."""
        package = str(Path(boardpack.__file__).parents[1])
        known = os.environ.get("PYTHONPATH")
        try:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                (sys.executable, "-m", worker.__name__),
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

    def ahead(self, wanted: Sequence[Wanted], theme: Theme) -> None:
        """Say once which charts will be asked for, in their order."""
        if self._process is None:
            return
        stream = _pipe(self._process.stdin)
        try:
            with stream:
                stream.write(worker.message(wanted, theme))
        except OSError:
            self._dismiss()
            return
        self._promised.extend(wanted)

    def draw(self, chart: Chart, width: float, height: float, theme: Theme) -> Picture:
        """Return the picture that was promised; draw it here if it was not, or never comes."""
        wanted = Wanted(chart, width, height)
        while wanted in self._promised:
            promised, picture = self._promised.popleft(), self._next()
            if promised == wanted and picture is not None:
                return picture
        return charts.draw(chart, width, height, theme)

    def _next(self) -> Picture | None:
        if self._process is None:
            return None
        try:
            answer = pickle.load(_pipe(self._process.stdout))  # noqa: S301 - from our own process
        except (EOFError, OSError, pickle.UnpicklingError):
            self._dismiss()
            return None
        return answer if isinstance(answer, Picture) else None

    def _dismiss(self) -> None:
        process, self._process = self._process, None
        self._promised.clear()
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):  # what was not sent is not wanted any more
                    _pipe(stream).close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise TypeError("the process was started without a pipe")
    return stream
