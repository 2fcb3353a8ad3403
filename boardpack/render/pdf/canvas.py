"""A ReportLab canvas on which nothing can be painted outside the structure.

Whoever paints says first what it is: `with canvas.mark(node)` for a part of the document,
`with canvas.artifact(...)` for rules, fills and running headers, `with canvas.figure(node, ...)` for a
drawing with a text alternative. Painting outside these raises ProgrammingError. Marks may be within
marks (a link within a paragraph): the outer one is closed and, if more is painted for it, opened again.

Marked-content sequences are opened when something is painted and closed when something else is, so they
are as few as can be; they never cross q/Q or BT/ET.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct
from reportlab.pdfgen.canvas import Canvas

from boardpack.drawing import Colour
from boardpack.errors import ProgrammingError
from boardpack.render.pdf.fonts import Codes, PackFont
from boardpack.render.pdf.pdf_file import hundredth
from boardpack.render.pdf.structure import Box, MarkedSpot, Node, OutlineEntry, PageLabel, Record


class Run(NamedTuple):
    """Words in one font, size and colour; x, y is the left end of their baseline.

    `text` carries the space that follows it in the sentence, also at a line's end, else a screen reader
    and a search find the last word of a line glued to the first of the next. A plain tuple will do.
    """

    font: PackFont
    size: float
    colour: Colour
    x: float
    y: float
    text: str
    angle: float = 0.0
    """Degrees anticlockwise."""


PlainRun = tuple[PackFont, float, Colour, float, float, str]
"""A Run without an angle, where there are thousands of them."""


class PaintedPage(Struct, frozen=True):
    """A page as it was painted."""

    size: tuple[float, float]
    operators: bytes
    """Compressed by zlib."""
    images: tuple[str, ...]
    """The resource names of those on it."""


class PaintedPages(Struct, frozen=True):
    """All that was painted."""

    pages: tuple[PaintedPage, ...]
    document: Any
    """ReportLab's, which holds the fonts and images."""


class TaggedCanvas(Canvas):
    """Paints pages and records, for each structure node, what was painted for it."""

    def __init__(self, size: tuple[float, float]) -> None:
        """Start a file whose first page has `size`, width and height in points."""
        self._code: list[str]
        self._doc: Any
        self._formsinuse: list[str]
        self._pagesize: tuple[float, float]
        self._pages: list[PaintedPage] = []
        super().__init__("", pagesize=size, pageCompression=0, invariant=1, pdfVersion=(1, 7))
        self.record = Record()
        self._wanted: list[Node | str] = []
        self._open: Node | str | None = None
        self._sealed = 0
        self._held = False
        self._codes: dict[PackFont, Codes] = {}
        self._words: dict[int, list[str]] = {}
        self._known_at = -1
        self._known: tuple[str, float, Colour] | None = None

    @property
    def page(self) -> int:
        """The page being painted, from 0."""
        return self.getPageNumber() - 1

    # ------------------------------------------------------------------------- what is painted

    @contextmanager
    def mark(self, node: Node) -> Iterator[None]:
        """Say whose content is painted within; inside an artifact or a figure it stays theirs."""
        self._wanted.append(self._wanted[-1] if self._sealed else node)
        try:
            yield
        finally:
            self._wanted.pop()

    @contextmanager
    def artifact(self, kind: str = "", subtype: str = "") -> Iterator[None]:
        """Say that what is painted within is no content (ISO 32000-1, 14.8.2.2).

        Kind is `Layout`, `Background` or `Pagination`, the last with subtype `Header`, `Footer` or
        `Watermark`; a repeated table header is a `Pagination`, `Header`.
        """
        properties = (f"/Type /{kind}" if kind else "") + (f" /Subtype /{subtype}" if subtype else "")
        begin = f"/Artifact <<{properties}>> BDC" if properties else "/Artifact BMC"
        self._wanted.append(self._wanted[-1] if self._sealed else begin)
        self._sealed += 1
        try:
            yield
        finally:
            self._sealed -= 1
            self._wanted.pop()

    @contextmanager
    def figure(self, node: Node, x0: float, y0: float, x1: float, y1: float) -> Iterator[None]:
        """Say that what is painted within is one figure of this extent; its node carries the alt text."""
        if self._sealed:
            yield
            return
        self.record.boxes[node] = (self.page, (x0, y0, x1, y1))
        self._wanted.append(node)
        self._enter()
        self._sealed += 1
        page = self.page
        try:
            yield
        finally:
            self._sealed -= 1
            self._wanted.pop()
        if page != self.page:
            raise ProgrammingError("a figure cannot run over a page's end")
        self.leave()

    # ---------------------------------------------------------------------------------- painting

    def paint(self, operators: str) -> None:
        """Append painting operators; q/Q and BT/ET must balance within them."""
        self._enter()
        self._code.append(operators)

    def show(self, node: Node | None, runs: Iterable[Run | PlainRun]) -> None:
        """Paint runs of words for a node; None for the mark or artifact that is open."""
        if node is None:
            self._text(runs)
            return
        self._wanted.append(self._wanted[-1] if self._sealed else node)  # as `mark` does, for each word run
        try:
            self._text(runs)
        finally:
            self._wanted.pop()

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self.paint(f"{colour_operands(colour)} rg {operands(x, y, width, height)} re f")

    def rule(
        self, start: tuple[float, float], end: tuple[float, float], width: float, colour: Colour
    ) -> None:
        """Draw a straight line."""
        line = f"{operands(*start)} m {operands(*end)} l S"
        self.paint(f"{colour_operands(colour)} RG {operands(width)} w {line}")

    def _text(self, runs: Iterable[Run | PlainRun]) -> None:
        runs = [run for run in runs if run[5]]
        if not runs:
            return
        self._enter()
        self._words.setdefault(self.page, []).extend(run[5] for run in runs)
        out = ["BT"]
        known = self._known if self._known_at == len(self._code) else None
        at: tuple[float, float] | None = (0.0, 0.0)
        for font, size, colour, x, y, text, *angle in runs:
            codes = self._codes.get(font) or self._codes.setdefault(font, Codes(font, self._doc))
            if angle and angle[0]:
                out.append(f"{turned(angle[0])} {operands(x, y)} Tm")
                at = None
            elif at is None:
                out.append(f"1 0 0 1 {operands(x, y)} Tm")
                at = (round(x, 2), round(y, 2))
            else:
                here = (round(x, 2), round(y, 2))
                out.append(f"{hundredth(here[0] - at[0])} {hundredth(here[1] - at[1])} Td")
                at = here
            for name, literal in codes.literals(text):
                if known is None or known[0] != name or known[1] != size:
                    out.append(f"{name} {operands(size)} Tf")
                if known is None or known[2] != colour:
                    out.append(f"{colour_operands(colour)} rg")
                known = (name, size, colour)
                out.append(f"({literal}) Tj")
        out.append("ET")
        self._code.append(" ".join(out))
        self._known, self._known_at = known, len(self._code)

    # --------------------------------------------------------------------------------- sequences

    def _enter(self) -> None:
        """Make sure that the sequence asked for is open."""
        if not self._wanted:
            raise ProgrammingError(f"painted outside the structure on page {self.page + 1}")
        wanted = self._wanted[-1]
        if wanted == self._open:
            return
        self.leave()
        known = self._known_at == len(self._code)
        self._code.append(self._begin(wanted))
        self._open = wanted
        self._known_at = len(self._code) if known else -1

    def _begin(self, wanted: Node | str) -> str:
        if isinstance(wanted, str):
            return wanted
        return f"/{wanted.tag} <</MCID {self.record.mark(wanted, self.page)}>> BDC"

    def _end(self) -> str:
        return "EMC"

    def leave(self) -> None:
        """Close the open sequence; needed only before appending to the page by other means."""
        if self._open is not None:
            known = self._known_at == len(self._code)
            self._code.append(self._end())
            self._open = None
            self._known_at = len(self._code) if known else -1

    def words_painted(self) -> tuple[str, ...]:
        """Return the words of each page that has begun, in the order they were painted."""
        return tuple(" ".join(self._words.get(page, ())) for page in range(self.page + 1))

    def saveState(self) -> None:  # noqa: N802 - ReportLab's name
        """Open q; a sequence is closed first unless it is one that holds its q and Q."""
        if not self._holds():
            self.leave()
        super().saveState()

    def restoreState(self) -> None:  # noqa: N802 - ReportLab's name
        """Close q with Q, and before it what was opened within."""
        if not self._holds():
            self.leave()
        super().restoreState()

    def _holds(self) -> bool:
        """Whether q and Q fall within the open sequence: in a figure, and in one of ReportLab's drawings."""
        return self._held or self._in_figure()

    def _in_figure(self) -> bool:
        return bool(self._sealed) and isinstance(self._open, Node)

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """End the page and begin the next."""
        if self._in_figure():
            raise ProgrammingError("a figure cannot run over a page's end")
        self.leave()
        self._known_at = -1
        super().showPage()

    def pages_painted(self) -> PaintedPages:
        """End the last page and return them all, still without their structure: `finish` makes the file."""
        if self._wanted:
            raise ProgrammingError("the file cannot end within a mark")
        if self._code:
            self.showPage()
        return PaintedPages(tuple(self._pages), self._doc)

    def _make_preamble(self) -> None:
        """Put nothing before a page's own operators: ReportLab would name Helvetica, which has no file."""
        self._preamble = ""

    def _setAnnotations(self, page: Any) -> None:  # noqa: N802 - ReportLab's name
        """Keep a page's operators as bytes, since a font's codes are not text to be encoded.

        Annotations and all else of a page are left to the finishing pass.
        """
        images = tuple(dict.fromkeys(map(self._doc.getXObjectName, self._formsinuse)))
        operators = zlib.compress(page.stream.encode("latin-1"))
        self._pages.append(PaintedPage(self._pagesize, operators, images))
        page.stream = ""

    # ------------------------------------------------------------------- links, anchors, outline

    def link(self, node: Node, rect: Box, target: str, description: str) -> None:
        """Make an area of the page lead to an address or `#anchor`; one call for each line of a link.

        The node is a Link, or what is in one, such as an abbreviation. Within an artifact (a table
        header drawn again) there is no second link.
        """
        while node.tag == "Span" and node.parent is not None:
            node = node.parent
        if node.tag != "Link":
            raise ProgrammingError(f"a link's area belongs to a Link, not to {node.tag}")
        if self._sealed:
            return
        if not description.strip():
            raise ProgrammingError("a link needs a description")
        self.record.link(node, self.page, rect, target, description)

    def bookmark(self, anchor: str, x: float = 0.0, y: float | None = None) -> None:
        """Name a place on this page, for links, the outline and addresses (`file.pdf#name`) to lead to."""
        if anchor in self.record.anchors:
            raise ProgrammingError(f"the anchor {anchor} is set twice")
        self.record.anchors[anchor] = MarkedSpot(self.page, x, self._pagesize[1] if y is None else y)

    def outline(self, level: int, title: str, anchor: str, node: Node | None = None) -> None:
        """Add a line to the outline; `node` is the heading or section it leads to."""
        self.record.outline.append(OutlineEntry(level, title, anchor, node))

    def label(self, prefix: str = "", *, numbered: bool = True, start: int = 1) -> None:
        """Number the pages from this one on: `label("Cover", numbered=False)`, then `label(start=1)`."""
        self.record.labels.append(PageLabel(self.page, prefix, numbered, start))


def operands(*values: float) -> str:
    """Numbers for an operator, to a hundredth of a point."""
    return " ".join([hundredth(value) for value in values])


@lru_cache(maxsize=256)
def colour_operands(colour: Colour) -> str:
    """The three components of a colour, to a thousandth."""
    return " ".join([f"{round(part, 3) or 0:g}" for part in colour])


def turned(angle: float) -> str:
    """The first four numbers of a text matrix turned by `angle` degrees."""
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return " ".join(f"{round(value, 5) or 0:g}" for value in (cosine, sine, -sine, cosine))


def _guarded(name: str) -> Any:
    """A painting method of ReportLab's that looks first whether a sequence is open."""
    base = getattr(Canvas, name)

    def method(self: TaggedCanvas, *args: Any, **kwargs: Any) -> Any:
        self._enter()
        held, self._held = self._held, True
        try:
            return base(self, *args, **kwargs)
        finally:
            self._held = held

    method.__name__ = name
    method.__doc__ = base.__doc__
    return method


PAINTING = (
    "line", "lines", "grid", "bezier", "arc", "rect", "ellipse", "wedge", "circle", "roundRect", "cross",
    "drawPath", "drawText", "drawImage", "drawInlineImage", "doForm", "shade",
)  # fmt: skip
"""ReportLab's own painting methods; its other ways of painting end in one of these."""

for _name in PAINTING:
    setattr(TaggedCanvas, _name, _guarded(_name))
