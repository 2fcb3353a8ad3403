"""Bringing in the analyst's own sheet: a workbook or CSV file becomes a plan of what it would change.

    read_grids      a file, bounded before it is parsed → grids of cells as they are shown
    readings_of     grids → SheetReading: where the references, months and figures are, and what is in doubt
    settle          readings and data/sheets.toml → which are known, which are sure, which must be asked
    plan_readings   readings and the project → ImportPlan: restated, late, added, changed, refused, left out
    import_changes  the plan → files with their new content

Everything is pure but the reading of files; the command line shows the readings and the plan, asks and
writes. To take another spelling of a header, see `header_words`; another shape of table, see `shapes`.
"""

from boardpack.importer.grid import SheetFault, SheetGrid
from boardpack.importer.layouts import Settled, Standing, layout_changes, read_layouts, settle
from boardpack.importer.model import ImportOptions, ImportPlan, Reads, SheetReading
from boardpack.importer.plan import plan_readings, readings_of
from boardpack.importer.reader import read_grids
from boardpack.importer.writer import Restated, import_changes, read_present

__all__ = [
    "ImportOptions", "ImportPlan", "Reads", "Restated", "Settled", "SheetFault", "SheetGrid", "SheetReading",
    "Standing", "import_changes", "layout_changes", "plan_readings", "read_grids",
    "read_layouts", "read_present", "readings_of", "settle",
]  # fmt: skip
