"""Imported in the process that workers are copies of, before the first is made: what each of them needs.

There is little to free in it, so Python's collector rests meanwhile; then all that is there is set aside,
so that no worker's collector touches the pages that they share (as the documentation of `gc.freeze` has it).
"""

from __future__ import annotations

import gc
from importlib import import_module

from boardpack.charts import CHARTS

gc.disable()
for _name in ("boardpack.cli.making", "pandas", *CHARTS.values()):
    import_module(_name)
gc.freeze()
gc.enable()
