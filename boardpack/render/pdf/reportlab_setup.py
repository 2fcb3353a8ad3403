"""ReportLab imported without the settings that lie about.

On import it would execute `reportlab_settings.py` from the current folder or `~/.reportlab_settings`, and
take values from `RL_…` in the environment. A pack is data: nothing beside it may run or change a build.
"""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType


def import_reportlab() -> None:
    """Import ReportLab's settings as they come with it; harmless when that has been done."""
    if "reportlab.rl_config" in sys.modules:
        return
    held = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("RL_")}
    sys.modules[STRANGER] = ModuleType(STRANGER)
    try:
        importlib.import_module("reportlab.rl_config")
    finally:
        del sys.modules[STRANGER]
        os.environ.update(held)


STRANGER = "reportlab_settings"
"""An empty module stands in for it; since it is found, the file in the home folder is not looked for."""
