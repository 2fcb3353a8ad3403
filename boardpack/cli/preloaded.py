"""Imported first in the process that workers are copies of: what makes packs, Python's collector at rest.

There is little to free among what is imported there; a worker sets all of it aside before its own collector
begins, so that it need not be walked (as the documentation of `gc.freeze` advises).
"""

from __future__ import annotations

import gc

gc.disable()
import boardpack.cli.making  # noqa: E402, F401 - once the collector rests
