"""A process that draws charts for another: `python -m boardpack.charts.worker`.

`cli.draughtsman` starts it and speaks to it.

It imports matplotlib while its parent still reads the pack, then takes one message from standard input,
(charts with their sizes, theme), and answers on standard output with a Picture for each, in their order;
None stands for a chart that could not be drawn, so that the parent draws it itself and meets the fault.
"""

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO

from boardpack.charts import CHARTS, Wanted, draw
from boardpack.errors import BoardpackError
from boardpack.picture import Picture
from boardpack.theme import Theme


def serve(asked: BinaryIO, answered: BinaryIO) -> None:
    """Answer one message; nothing when the parent goes away without one, or before the last answer."""
    for module in CHARTS.values():
        importlib.import_module(module)
    with suppress(EOFError, BrokenPipeError):
        wanted, theme = pickle.load(asked)  # noqa: S301 - from our own parent
        for each in wanted:
            pickle.dump(_drawn(each, theme), answered, pickle.HIGHEST_PROTOCOL)
            answered.flush()


def message(wanted: Sequence[Wanted], theme: Theme) -> bytes:
    """What `serve` is asked."""
    return pickle.dumps((tuple(wanted), theme), pickle.HIGHEST_PROTOCOL)


def _drawn(wanted: Wanted, theme: Theme) -> Picture | None:
    try:
        return draw(wanted.chart, wanted.width, wanted.height, theme)
    except BoardpackError:
        return None


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
