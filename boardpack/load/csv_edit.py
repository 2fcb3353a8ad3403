"""A CSV file kept as it is, to be written back with rows or columns added and nothing else changed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from boardpack.load.csv_table import folded, split
from boardpack.load.files import read_bytes, read_text
from boardpack.load.findings import FindingLog
from boardpack.model.finding import Place

BOM = "\ufeff"


class RawCsv(Struct, frozen=True):
    """The cells of a file; every row is as long as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = ()
    """The line that each row was on."""
    marked: bool = False
    """Whether the file begins with a byte order mark, by which spreadsheets know UTF-8."""

    def column(self, name: str) -> int | None:
        """A column's position, from 0, by its header in any spelling the loader takes."""
        return next((i for i, head in enumerate(self.header) if folded(head) == folded(name)), None)

    def cell(self, row: tuple[str, ...], name: str) -> str:
        """A row's cell under a header; empty when there is no such column."""
        index = self.column(name)
        return "" if index is None else row[index].strip()

    def with_rows(self, rows: tuple[tuple[str, ...], ...]) -> RawCsv:
        """The same file with other rows."""
        return replace(self, rows=rows, lines=())

    def row(self, **cells: str) -> tuple[str, ...]:
        """A new row with these cells under their headers, the others blank."""
        named = {folded(name): text for name, text in cells.items()}
        return tuple(named.get(folded(head), "") for head in self.header)

    @property
    def data(self) -> bytes:
        """The file's bytes: commas, quotation marks only where they are needed, newlines."""
        return (BOM * self.marked + csv_text((self.header, *self.rows))).encode("utf-8")


def csv_text(rows: tuple[tuple[str, ...], ...]) -> str:
    """Write rows as the loader reads them."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def read_raw(root: Path, file: str, faults: FindingLog, *, required: bool = True) -> RawCsv | None:
    """Read a CSV file's cells as text; None with a finding when it cannot be read."""
    text = read_text(root, file, faults, required=required)
    if text is None:
        return None
    table = split(text, file, faults)
    if table is None:
        return None
    if not table.rows:
        return RawCsv((), (), (), _marked(root, file))
    header, *body = table.rows
    width = len(header.cells)
    for row in body:
        if any(cell.strip() for cell in row.cells[width:]):
            faults.error(
                "row-long", Place(file, row.line, width + 1), f"more cells than the header's {width}",
                f"{width} cells",
                "Put cells that hold a comma in quotation marks; delete what is beyond.",
            )  # fmt: skip
            return None
    rows = tuple((row.cells + ("",) * width)[:width] for row in body)
    return RawCsv(header.cells, rows, tuple(row.line for row in body), _marked(root, file))


def _marked(root: Path, file: str) -> bool:
    data = read_bytes(root, file, FindingLog())
    return data is not None and data.startswith(BOM.encode("utf-8"))
