"""The structure of a tagged PDF: what each part is, and the record of where it was painted.

The tree of nodes is made first, from the Document, and layout never changes it: a paragraph that runs
over two pages, or a table that runs over five, stays one node. The canvas writes down, for each node,
what it painted for it; `boardpack.render.pdf.finalize` turns the two into the file's structure tree.

Tags are the standard structure types of ISO 32000-1, 14.8.4; nothing is role-mapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct, field

from boardpack.errors import ProgrammingError

AttributeValue = str | int | float | tuple[float, ...] | tuple[str, ...]
Attributes = Mapping[str, Mapping[str, AttributeValue]]
NO_ATTRIBUTES: Attributes = MappingProxyType({})
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the page's lower left corner."""


class Node(Struct, eq=False):
    """One structure element; `add` gives it a child, in reading order."""

    tag: str
    parent: Node | None = None
    kids: Sequence[Node] = ()
    """A list once there is one: most elements have none."""
    alt: str = ""
    actual_text: str = ""
    language: str = ""
    """BCP 47, where it differs from the file's."""
    expansion: str = ""
    """What an abbreviation stands for: /E."""
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES)
    """By owner: `{"Table": {"Scope": "Column", "ColSpan": 2}}`. Names of the standard as plain strings."""
    title: str = ""
    """What this part is called: /T, shown by viewers that list the structure."""
    name: str = ""
    """Unique in the file: the element's /ID, which a Note must have (ISO 14289-1, 7.9)."""

    def __post_init__(self) -> None:
        if self.tag not in TAGS:
            raise ProgrammingError(f"{self.tag} is not a standard structure type")

    def add(
        self,
        tag: str,
        *,
        alt: str = "",
        actual_text: str = "",
        language: str = "",
        expansion: str = "",
        attributes: Attributes | None = None,
        title: str = "",
        name: str = "",
    ) -> Node:
        """Return a new last child."""
        said = attributes or NO_ATTRIBUTES
        kid = Node(tag, self, (), alt, actual_text, language, expansion, said, title, name)
        if isinstance(self.kids, list):
            self.kids.append(kid)
        else:
            self.kids = [kid]
        return kid


class MarkedContent(Struct, frozen=True, gc=False):
    """A marked-content sequence painted for a node."""

    page: int
    """From 0."""
    mcid: int
    turn: int
    """Counts everything painted, so that content and kids can be put in one order."""


class Annotation(Struct, frozen=True):
    """A link's active area on a page."""

    page: int
    rect: Box
    target: str
    """An address, or `#anchor`."""
    description: str
    turn: int


class MarkedSpot(Struct, frozen=True):
    """A place on a page."""

    page: int
    x: float
    y: float


class OutlineEntry(Struct, frozen=True):
    """A line of the outline (bookmarks) and what it leads to."""

    level: int
    """From 1; never deeper than one below the entry before it."""
    title: str
    anchor: str
    node: Node | None


class PageLabel(Struct, frozen=True):
    """How pages are numbered from this page on."""

    page: int
    prefix: str
    numbered: bool
    """False: the prefix alone, such as `Cover`."""
    start: int


Item = MarkedContent | Annotation


class Record(Struct):
    """What was painted: filled by the canvas, read once by the finishing pass."""

    items: dict[Node, tuple[Item, ...]] = field(default_factory=dict)
    boxes: dict[Node, tuple[int, Box]] = field(default_factory=dict)
    """The page and extent of each figure."""
    mcids: dict[int, int] = field(default_factory=dict)
    """How many marked-content sequences each page has."""
    anchors: dict[str, MarkedSpot] = field(default_factory=dict)
    outline: list[OutlineEntry] = field(default_factory=list)
    labels: list[PageLabel] = field(default_factory=list)
    turn: int = 0

    def mark(self, node: Node, page: int) -> int:
        """Write down a new marked-content sequence of a node and return its MCID."""
        mcid = self.mcids.get(page, 0)
        self.mcids[page] = mcid + 1
        self.turn += 1
        self._add(node, MarkedContent(page, mcid, self.turn))
        return mcid

    def link(self, node: Node, page: int, rect: Box, target: str, description: str) -> None:
        """Write down a link's active area."""
        self.turn += 1
        self._add(node, Annotation(page, rect, target, description, self.turn))

    def _add(self, node: Node, item: Item) -> None:
        self.items[node] = (*self.items.get(node, ()), item)


def nodes(root: Node) -> Iterator[Node]:
    """Every node of a tree, a parent before its kids."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.kids))


def living(root: Node, record: Record) -> set[Node]:
    """The nodes that go into the file: whatever was painted, with all that holds it, and every table cell."""
    alive: set[Node] = set()
    for node in nodes(root):
        if node in record.items or node.tag in GRID:
            at: Node | None = node
            while at is not None and at not in alive:
                alive.add(at)
                at = at.parent
    return alive


def content(node: Node, record: Record, first: Mapping[Node, int]) -> list[Node | Item]:
    """A node's kids and its own painted items in reading order.

    Kids alone keep the order they were added in. Where a node has words of its own (a link within a
    paragraph), kids are where they were first painted; `first` is from `first_turns`.
    """
    items = record.items.get(node)
    if not items:
        return list(node.kids)
    mixed: list[Node | Item] = [*items, *node.kids]
    return sorted(mixed, key=lambda part: first.get(part, 0) if isinstance(part, Node) else part.turn)


def first_turns(record: Record) -> dict[Node, int]:
    """When each node, or the first of what is in it, was painted."""
    first: dict[Node, int] = {}
    for node, items in record.items.items():
        turn = items[0].turn
        at: Node | None = node
        while at is not None and turn < first.get(at, turn + 1):
            first[at] = turn
            at = at.parent
    return first


GRID = frozenset({"TR", "TH", "TD"})
"""A table keeps its empty cells: without them its columns would shift."""

TAGS = frozenset(
    {
        "Document", "Part", "Sect", "Div", "Art", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
        "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody",
        "Table", "THead", "TBody", "TFoot", "TR", "TH", "TD",
        "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot",
        "Figure", "Formula", "Form",
    }
)  # fmt: skip
