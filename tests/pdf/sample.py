"""A small document painted by hand through the canvas: each kind of structure once, and the awkward ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from boardpack.render.pdf.canvas import PaintedPages, Run, TaggedCanvas
from boardpack.render.pdf.finalize import Attachment, FileFacts, finish
from boardpack.render.pdf.fonts import PackFont
from boardpack.render.pdf.structure import AttributeValue, Node

STYLES = Path(__file__).parents[2] / "styles" / "civic"
INK = (0.1, 0.1, 0.12)
BLUE = (0.0, 0.25, 0.55)
SIZE = (842.0, 595.0)
FACTS = FileFacts(
    title="Priority Indicators & Actions <2017>",
    author="Example Borough Council",
    subject="A sample of every kind of structure",
    language="en-GB",
    date="2017-11-20T09:00:00",
)
CSV = Attachment("värden.csv", "text/csv", b"ref,value\nW 1 e,17\n", "The figures of the table", "Data")


class Sample:
    """The document and its painter."""

    def __init__(self, canvas: TaggedCanvas) -> None:
        self.canvas = canvas
        self.regular = PackFont("Plex", (STYLES / "fonts" / "IBMPlexSans-Regular.ttf").read_bytes())
        self.bold = PackFont("PlexBold", (STYLES / "fonts" / "IBMPlexSans-SemiBold.ttf").read_bytes())
        self.root = Node("Document", title="Sample")

    def line(self, node: Node | None, x: float, y: float, text: str, size: float = 11) -> None:
        self.canvas.show(node, [(self.regular, size, INK, x, y, text)])

    def heading(self, parent: Node, level: int, y: float, text: str, anchor: str) -> None:
        node = parent.add(f"H{level}")
        self.canvas.show(node, [(self.bold, 22 - 4 * level, INK, 40, y, text)])
        self.canvas.bookmark(anchor, 40, y + 20)
        self.canvas.outline(level, text, anchor, node)

    def furniture(self) -> None:
        with self.canvas.artifact("Pagination", "Footer"):
            self.line(None, 40, 20, f"Appendix 2 – page {self.canvas.page + 1}", 8)
        with self.canvas.artifact("Layout"):
            self.canvas.rule((40, 32), (802, 32), 0.5, INK)

    def cover(self) -> None:
        self.canvas.label("Cover", numbered=False)
        sect = self.root.add("Sect", title="Cover")
        with self.canvas.artifact("Background"):
            self.canvas.box(0, 400, 842, 195, (0.85, 0.9, 0.95))
        self.heading(sect, 1, 450, "Priority Indicators", "cover")
        logo = sect.add("Figure", alt="Example Borough Council")
        with self.canvas.figure(logo, 700, 500, 760, 560):
            self.canvas.drawImage(str(STYLES / "logo.png"), 700, 500, 60, 60, mask="auto")
        self.furniture()
        self.canvas.showPage()

    def contents(self) -> None:
        self.canvas.label(start=1)
        sect = self.root.add("Sect", title="Contents")
        self.heading(sect, 2, 540, "Contents", "contents")
        toc = sect.add("TOC")
        for number, (text, anchor) in enumerate([("Commentary", "commentary"), ("Workforce", "workforce")]):
            y = 500 - 20 * number
            link = toc.add("TOCI").add("Reference").add("Link")
            self.line(link, 40, y, text + " ")
            with self.canvas.artifact("Layout"):
                self.line(None, 200, y, ". . . . . .")
            self.line(link, 780, y, str(number + 2))
            self.canvas.link(link, (40, y - 3, 802, y + 11), "#" + anchor, f"{text}, page {number + 2}")
        self.furniture()
        self.canvas.showPage()

    def commentary(self) -> None:
        sect = self.root.add("Sect", title="Commentary")
        self.heading(sect, 2, 540, "Commentary", "commentary")
        paragraph = sect.add("P")
        link = paragraph.add("Link")
        short = paragraph.add("Span", expansion="Safeguarding in Borough")
        with self.canvas.mark(paragraph):
            self.line(None, 40, 510, "Turnover was 17% (SIB), see ")
            self.line(link, 200, 510, "the dashboard of ")
            self.canvas.link(link, (200, 506, 300, 522), "https://example.org/a?b=(c)", "The dashboard")
            self.line(link, 40, 494, "figures")
            self.canvas.link(link, (40, 490, 90, 506), "https://example.org/a?b=(c)", "The dashboard")
            self.line(None, 90, 494, ", as ")
            self.line(short, 120, 494, "SIB")
            self.line(None, 140, 494, " says – “well” ≥ 3 \\ (so).")
            with self.canvas.artifact("Layout"):
                self.canvas.box(300, 494, 5, 5, BLUE)
        welsh = sect.add("P", language="cy")
        self.line(welsh, 40, 470, "Mae’r ffigurau’n well ŵ ŷ.")
        self.bullets(sect)
        note = sect.add("Note", name="note-1")
        label = note.add("Lbl")
        self.line(label, 40, 300, "1 ")
        self.line(note.add("P"), 50, 300, "A note.")
        chart = sect.add("Figure", alt="Column chart: April 12, May 14")
        caption = chart.add("Caption")
        self.line(caption, 40, 280, "W 1 e Turnover")
        with self.canvas.figure(chart, 40, 100, 240, 270):
            self.canvas.saveState()
            self.canvas.box(60, 110, 30, 90, BLUE)
            self.canvas.restoreState()
            self.canvas.show(None, [Run(self.regular, 8, INK, 60, 205, "12 ")])
            self.canvas.show(None, [Run(self.regular, 8, INK, 100, 205, "turned", 90)])
        self.furniture()
        self.canvas.showPage()

    def bullets(self, sect: Node) -> None:
        outer = sect.add("L", attributes={"List": {"ListNumbering": "Disc"}})
        for number, text in enumerate(["First item", "Second item"]):
            item = outer.add("LI")
            y = 440 - 40 * number
            self.line(item.add("Lbl"), 40, y, "• ")
            body = item.add("LBody")
            self.line(body.add("P"), 55, y, text)
            inner = body.add("L", attributes={"List": {"ListNumbering": "Decimal"}}).add("LI")
            self.line(inner.add("Lbl"), 60, y - 15, "1. ")
            self.line(inner.add("LBody"), 80, y - 15, f"Nested in {text.lower()}")

    def table(self) -> None:
        sect = self.root.add("Sect", title="Workforce")
        self.heading(sect, 2, 540, "Workforce", "workforce")
        self.heading(sect, 3, 515, "Table 1", "table-1")
        table = sect.add("Table", attributes={"Table": {"Summary": "One row for each indicator."}})
        caption = table.add("Caption")
        self.line(caption, 40, 495, "Workforce indicators")
        head, body = table.add("THead"), table.add("TBody")
        header = [
            (head_cell, words)
            for row in [head.add("TR")]
            for words in ("Ref", "Title", "Oct-17")
            for head_cell in [row.add("TH", attributes={"Table": {"Scope": "Column"}})]
        ]
        self.head(header, 475)
        band = body.add("TR").add("TH", attributes={"Table": {"Scope": "Row", "ColSpan": 3}})
        self.line(band, 40, 455, "Staff")
        tall = None
        for number in range(4):
            if number == 2:
                self.furniture()
                self.canvas.showPage()
                with self.canvas.artifact("Pagination", "Header"):
                    self.head(header, 555)
            y = (435 if number < 2 else 575) - 20 * number
            row = body.add("TR")
            scope: dict[str, AttributeValue] = (
                {"Scope": "Row"} if number != 1 else {"Scope": "Row", "RowSpan": 2}
            )
            if number != 2:
                tall = row.add("TH", attributes={"Table": scope})
                self.line(tall, 40, y, f"W {number} ")
            self.line(row.add("TD"), 100, y, f"Indicator {number}")
            last = row.add("TD")
            if number == 1:
                self.line(last, 700, y, "no ")
            elif number == 2 and tall is not None:
                self.line(tall, 40, y, "continued")
        self.furniture()
        self.canvas.showPage()

    def head(self, cells: list[tuple[Node, str]], y: float) -> None:
        with self.canvas.artifact("Background"):
            self.canvas.box(36, y - 5, 760, 16, (0.9, 0.9, 0.9))
        for number, (cell, words) in enumerate(cells):
            self.line(cell, 40 + 60 * number * number, y, words)

    def paint(self) -> PaintedPages:
        self.cover()
        self.contents()
        self.commentary()
        self.table()
        return self.canvas.pages_painted()


def make_sample(canvas: TaggedCanvas | None = None, *, attachments: tuple[Attachment, ...] = ()) -> bytes:
    """Paint and finish the sample."""
    sample = Sample(canvas or TaggedCanvas(SIZE))
    painted = sample.paint()
    return finish(painted, sample.root, sample.canvas.record, FACTS, attachments=attachments)


@cache
def sample_pdf() -> bytes:
    """The sample, PDF/A-2a."""
    return make_sample()


@cache
def sample_with_data() -> bytes:
    """The sample with an attachment, PDF/A-3a."""
    return make_sample(attachments=(CSV,))
