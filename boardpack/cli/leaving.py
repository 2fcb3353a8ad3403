"""The program's end: what it said is handed over, and its memory is left to the system.

Python would take every value apart first: a twelfth of a rebuild's time, for nothing.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End this process with an exit code, once all that others asked for at its end is done.

    Where something is still to be waited for, or what was said cannot be handed over (the reader has
    closed the pipe, the disk is full), Python's own way of ending does what is right.
    """
    if threading.active_count() == 1:
        atexit._run_exitfuncs()  # noqa: SLF001 - what `sys.exit` would run; there is no other way to it
        if _handed_over():
            os._exit(code)
    sys.exit(code)


def _handed_over() -> bool:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return False
    return True
