"""ReportLab imported without the settings and code that lie about.

On import it would execute `reportlab_settings.py` and `reportlab_mods.py` from the current folder or the
home folder, take values from `RL_…` in the environment, and look through the machine's font folders; later
it takes the date from `SOURCE_DATE_EPOCH`. A pack is data: nothing beside it may run or change a build.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


def import_reportlab() -> None:
    """Import ReportLab's settings as they come with it; harmless when that has been done."""
    if "reportlab.rl_config" in sys.modules:
        return
    stand_ins = {name: ModuleType(name) for name in STAND_INS}
    vars(stand_ins["reportlab_settings"]).update(SEARCH_PATHS)
    with without_environment():
        sys.modules.update(stand_ins)
        listing, os.walk = os.walk, _no_folders  # type: ignore[assignment]  # rl_settings lists font folders
        try:
            importlib.import_module("reportlab.rl_config")
        finally:
            os.walk = listing
            for name in stand_ins:
                del sys.modules[name]


@contextmanager
def without_environment() -> Iterator[None]:
    """Keep the variables that ReportLab reads from it for a while."""
    held = {
        name: os.environ.pop(name) for name in list(os.environ) if name.startswith("RL_") or name in VARIABLES
    }
    try:
        yield
    finally:
        os.environ.update(held)


def _no_folders(*_: object, **__: object) -> Iterator[tuple[str, list[str], list[str]]]:
    return iter(())


VARIABLES = ("SOURCE_DATE_EPOCH", "XDG_DATA_HOME", "EVAL_DEBUG")
SEARCH_PATHS: dict[str, tuple[str, ...]] = {"T1SearchPath": (), "TTFSearchPath": (), "CMapSearchPath": ()}
"""Folders in which ReportLab would look for fonts; every font of a pack is named by its theme."""
STAND_INS = ("reportlab_settings", "reportlab_mods")
"""Empty modules in place of these; since they are found, the home folder is not looked through for them."""
