"""matplotlib as it was delivered: the one place that starts it.

Left to itself, matplotlib reads settings from the current folder, the environment and the home
folder, looks through every font of the machine the first time it runs (0.2 to 0.5 s) and writes the
list to the home folder. A chart here depends on nothing of the kind: its settings are matplotlib's
own defaults and its fonts are the theme's files. Modules of this room import matplotlib through here.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from boardpack.errors import BoardpackError

_SETTINGS = ("MPLCONFIGDIR", "MATPLOTLIBRC", "MPLBACKEND", "SOURCE_DATE_EPOCH")
_VERSION = re.compile(r"^    __version__ = ('[\w.]+'|\d+)$", re.MULTILINE)


@contextmanager
def _shut_out(folder: str) -> Iterator[None]:
    """Keep the machine's settings from matplotlib while it is imported; the environment is put back."""
    before = {name: os.environ.pop(name) for name in _SETTINGS if name in os.environ}
    os.environ["MPLCONFIGDIR"] = folder
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
        del os.environ["MPLCONFIGDIR"]
        os.environ.update(before)


def _write_empty_font_list(folder: str) -> None:
    """Give matplotlib a list of fonts with none in it, so that it does not search the machine.

    The list must carry the version that matplotlib's own module names. Where a later matplotlib
    writes it otherwise, the list is ignored and matplotlib searches: slower, and no harm.
    """
    spec = importlib.util.find_spec("matplotlib.font_manager")
    if spec is None or spec.origin is None:
        return
    found = _VERSION.search(Path(spec.origin).read_text(encoding="utf-8"))
    if found:
        edition = ast.literal_eval(found[1])
        fonts: dict[str, object] = {
            "_version": edition,
            "_FontManager__default_weight": "normal",
            "default_size": None,
            "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"},
            "afmlist": [],
            "ttflist": [],
            "__class__": "FontManager",
        }
        Path(folder, f"fontlist-v{edition}.json").write_text(json.dumps(fonts), encoding="utf-8")


def import_matplotlib() -> None:
    """Import matplotlib and set its own defaults; a second call does nothing."""
    if "matplotlib.font_manager" not in sys.modules:
        with tempfile.TemporaryDirectory(prefix="boardpack-") as folder, _shut_out(folder):
            try:
                _write_empty_font_list(folder)
                importlib.import_module("matplotlib.font_manager")
            except UnicodeDecodeError as fault:
                raise BoardpackError(
                    "matplotlib cannot read the file `matplotlibrc` in the current folder, so no chart can "
                    "be drawn. boardpack needs no such file: move it away."
                ) from fault
    library = importlib.import_module("matplotlib")
    if library.rcParams != library.rcParamsDefault:
        library.rcdefaults()  # which reads all of matplotlib's styles


import_matplotlib()
