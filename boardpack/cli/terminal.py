"""Whether a person looks on: tables, colours and progress are for a terminal, plain lines for the rest."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def terminal(*, err: bool = True) -> Console | None:
    """Return a console where standard error (or output) is a terminal; else None, without importing rich."""
    if not (sys.stderr if err else sys.stdout).isatty():
        return None
    from rich.console import Console  # noqa: PLC0415 - only where it is used

    return Console(stderr=err)
