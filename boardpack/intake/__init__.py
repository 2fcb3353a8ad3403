"""Bringing in the analyst's own sheet: a workbook or CSV file becomes a plan of what it would change.

    read_grids     a file, bounded before it is parsed → grids of cells as they are shown
    find_blocks    a grid → its tables: where the references, the months and the commentary stand
    plan_import    grids and the project → ImportPlan: added, changed, restated, unmatched, normalised
    import_changes the plan → files with their new content

Everything is pure but the reading of the file; the command line shows the plan, asks and writes.
"""

from boardpack.intake.gathering import Options
from boardpack.intake.grid import Grid, SheetFault
from boardpack.intake.plan import plan_import
from boardpack.intake.reading import read_grids
from boardpack.intake.result import ImportPlan
from boardpack.intake.writing import Restated, import_changes, read_present

__all__ = [
    "Grid", "ImportPlan", "Options", "Restated", "SheetFault", "import_changes", "plan_import", "read_grids",
    "read_present",
]  # fmt: skip
