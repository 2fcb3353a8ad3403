"""Bringing in the analyst's own sheet: a workbook or CSV file becomes a plan of what it would change.

    read_grids     a file, bounded before it is parsed → grids of cells as they are shown
    find_blocks    a grid → its tables: where the references, the months and the commentary stand
    plan_import    grids and the project → ImportPlan: added, changed, restated, unmatched, normalised
    import_changes the plan → files with their new content

Everything is pure but the reading of the file; the command line shows the plan, asks and writes.
"""

from boardpack.importer.changes import ImportPlan
from boardpack.importer.context import ImportOptions
from boardpack.importer.grid import SheetFault, SheetGrid
from boardpack.importer.plan import plan_import
from boardpack.importer.reader import read_grids
from boardpack.importer.writer import Restated, import_changes, read_present

__all__ = [
    "ImportOptions", "ImportPlan", "Restated", "SheetFault", "SheetGrid", "import_changes", "plan_import",
    "read_grids", "read_present",
]  # fmt: skip
