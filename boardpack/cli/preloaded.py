"""Imported first in the process that workers are copies of: what makes packs, Python's collector at rest.

There is little to free among what is imported there; a worker sets all of it aside before its own collector
begins, so that it need not be walked (as the documentation of `gc.freeze` advises).
"""

from __future__ import annotations

import gc
import sys
from types import TracebackType

gc.disable()
import boardpack.cli.making  # noqa: E402, F401 - once the collector rests


def _tell_fault(kind: type[BaseException], fault: BaseException, trail: TracebackType | None) -> None:
    """Say nothing of a worker that was made when the run had been stopped, and finds nothing of it."""
    if not issubclass(kind, (OSError, EOFError)):
        sys.__excepthook__(kind, fault, trail)


sys.excepthook = _tell_fault
