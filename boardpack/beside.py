"""The process beside a cold build: `python -m boardpack.beside PROJECT TABLES`.

`cli.helper` starts it and speaks to it. While its parent still imports what it needs, it splits the
project's tables and puts them in the cache of tables, and says so on standard output; then it imports
matplotlib, takes one message from standard input, (charts with their sizes, theme), and answers with a
Picture for each, in their order. None stands for a chart that could not be drawn, so that the parent
draws it itself and meets the fault; for a table that cannot be read the same is so without a word.
"""

from __future__ import annotations

import gc
import importlib
import pickle
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from boardpack.charts import CHARTS, Wanted, draw
from boardpack.errors import BoardpackError
from boardpack.load.ahead import read_ahead
from boardpack.load.project import Project
from boardpack.load.table_cache import TableCache
from boardpack.picture import Picture
from boardpack.theme import Theme


def serve(project: Project, asked: BinaryIO, answered: BinaryIO) -> None:
    """Read the tables, then answer one message; end when the parent goes away before that."""
    with suppress(EOFError, BrokenPipeError):
        read_ahead(project)
        _answer(True, answered)
        for module in CHARTS.values():
            importlib.import_module(module)
        wanted, theme = pickle.load(asked)  # noqa: S301 - from our own parent
        for each in wanted:
            _answer(_drawn(each, theme), answered)


def message(wanted: Sequence[Wanted], theme: Theme) -> bytes:
    """What `serve` is asked."""
    return pickle.dumps((tuple(wanted), theme), pickle.HIGHEST_PROTOCOL)


def _answer(what: object, answered: BinaryIO) -> None:
    pickle.dump(what, answered, pickle.HIGHEST_PROTOCOL)
    answered.flush()


def _drawn(wanted: Wanted, theme: Theme) -> Picture | None:
    try:
        return draw(wanted.chart, wanted.width, wanted.height, theme)
    except BoardpackError:
        return None


if __name__ == "__main__":
    gc.disable()  # little is left that the collector alone would free, and it takes a tenth of the import
    kept = TableCache(Path(sys.argv[2]))
    serve(Project(Path(sys.argv[1]), kept.read), sys.stdin.buffer, sys.stdout.buffer)
    gc.freeze()  # else Python looks through all that was imported once more before it ends
