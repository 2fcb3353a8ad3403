"""The structure of a tagged PDF: what each part is, and the record of where it was painted.

The tree of nodes is made first, from the Document, and layout never changes it: a paragraph that runs
over two pages, or a table that runs over five, stays one node. The canvas writes down, for each node,
what it painted for it; `write_structure` turns the two into the file's own objects: elements, the parent
tree, and links' annotations.

Tags are the standard structure types of ISO 32000-1, 14.8.4; nothing is role-mapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct, field

from boardpack.errors import ProgrammingError
from boardpack.render.pdf.pdf_file import PdfFile, array, dictionary, encoded, name, numbers, ref, text_string

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


# ------------------------------------------------------------------------------------ the file's own objects


class WrittenStructure(Struct, frozen=True):
    """Where the tree is in the file, by object number, and what the pages say of it."""

    top: int
    elements: Mapping[Node, int]
    annotations: Mapping[int, Sequence[int]]
    """Of each page that has any."""
    parents: frozenset[int]
    """The pages with marked content: their key in the parent tree is their own number, from 0."""


def write_structure(file: PdfFile, pages: Sequence[int], root: Node, record: Record) -> WrittenStructure:
    """Put the structure tree and the link annotations into a file whose pages have these object numbers."""
    return _Tree(file, pages, root, record).write()


def said(node: Node) -> tuple[tuple[str, str], ...]:
    """What an element says in words, where it does (ISO 32000-1, table 323)."""
    return (
        ("T", node.title),
        ("Lang", node.language),
        ("Alt", node.alt),
        ("E", node.expansion),
        ("ActualText", node.actual_text),
        ("ID", node.name),
    )


class _Tree:
    """The tree while it is written."""

    def __init__(self, file: PdfFile, pages: Sequence[int], root: Node, record: Record) -> None:
        self.file = file
        self.pages = pages
        self.root = root
        self.record = record
        self.first = first_turns(record)
        self.top = file.reserve()
        self.elements: dict[Node, int] = {}
        self.parents: list[list[int | None]] = [
            [None] * record.mcids.get(page, 0) for page in range(len(pages))
        ]
        self.annotations: dict[int, list[int]] = {}
        self.annotated: list[int] = []
        self.shared: dict[tuple[str, tuple[tuple[str, AttributeValue], ...]], str] = {}

    def write(self) -> WrittenStructure:
        alive = living(self.root, self.record)
        kept = [node for node in nodes(self.root) if node in alive]
        for node in sorted(kept, key=lambda each: each.tag):  # equal kinds together compress best
            self.elements[node] = self.file.reserve()
        for node in kept:
            self.file.put(self.elements[node], self._element(node))
        self._check_complete()
        self._write_root()
        marked = frozenset(page for page, parents in enumerate(self.parents) if parents)
        return WrittenStructure(self.top, self.elements, self.annotations, marked)

    def _element(self, node: Node) -> str:
        """An element; most hold nothing but words of one page and say nothing of themselves."""
        number = self.elements[node]
        parent = self.top if node.parent is None else self.elements[node.parent]
        items = self.record.items.get(node, ())
        if len(items) == 1 and not node.kids and isinstance(items[0], MarkedContent):
            page, mcid = items[0].page, items[0].mcid
            self.parents[page][mcid] = number
            held = f"/Pg {self.pages[page]} 0 R/K {mcid}"
        else:
            held = self._content(node, number)
        return f"<</S/{node.tag}/P {parent} 0 R{self._said(node)}{held}>>"

    def _said(self, node: Node) -> str:
        """What the element says of itself, in words and attributes."""
        words = ""
        if node.title or node.language or node.alt or node.expansion or node.actual_text or node.name:
            words = "".join([f"/{key}{text_string(value)}" for key, value in said(node) if value])
        owners = self._owners(node.attributes) if node.attributes else []
        if node in self.record.boxes:
            _, box = self.record.boxes[node]
            owners.append(f"<</O/Layout/BBox{numbers(box)}/Placement/Block>>")
        if not owners:
            return words
        return f"{words}/A {owners[0]}" if len(owners) == 1 else f"{words}/A{array(owners)}"

    def _owners(self, given: Attributes) -> list[str]:
        """The attribute objects: one for all elements that say the same."""
        owners = []
        for owner, pairs in given.items():
            key = (owner, tuple(pairs.items()))
            if key not in self.shared:
                self.shared[key] = ref(self.file.add(attributes(owner, pairs)))
            owners.append(self.shared[key])
        return owners

    def _content(self, node: Node, number: int) -> str:
        """The element's content; the page named most simply is the one its first words are on."""
        parts = [
            part
            for part in content(node, self.record, self.first)
            if not isinstance(part, Node) or part in self.elements
        ]
        page = next((part.page for part in parts if isinstance(part, MarkedContent)), None)
        kids = [
            ref(self.elements[part]) if isinstance(part, Node) else self._item(part, number, page)
            for part in parts
        ]
        at = "" if page is None else f"/Pg {self.pages[page]} 0 R"
        if not kids:
            return at
        return f"{at}/K {kids[0]}" if len(kids) == 1 else f"{at}/K{array(kids)}"

    def _item(self, item: Item, number: int, page: int | None) -> str:
        if isinstance(item, Annotation):
            return self._annotation(item, number)
        self.parents[item.page][item.mcid] = number
        if item.page == page:
            return str(item.mcid)
        return f"<</Type/MCR/Pg {self.pages[item.page]} 0 R/MCID {item.mcid}>>"

    def _annotation(self, link: Annotation, number: int) -> str:
        page = self.pages[link.page]
        if link.target.startswith("#"):
            leads = f"/Dest{text_string(self._known_anchor(link.target[1:]))}"
        else:
            leads = f"/A<</S/URI/URI{text_string(link.target)}>>"
        annotation = self.file.add(
            f"<</Type/Annot/Subtype/Link/Rect{numbers(link.rect)}/Border[0 0 0]/F {PRINT}"
            f"/Contents{text_string(link.description)}"
            f"/StructParent {len(self.pages) + len(self.annotated)}{leads}>>"
        )
        self.annotations.setdefault(link.page, []).append(annotation)
        self.annotated.append(number)
        return f"<</Type/OBJR/Obj {annotation} 0 R/Pg {page} 0 R>>"

    def _known_anchor(self, anchor: str) -> str:
        if anchor not in self.record.anchors:
            raise ProgrammingError(f"a link leads to #{anchor}, which is nowhere in the document")
        return anchor

    def _check_complete(self) -> None:
        unknown = [node.tag for node in self.record.items if node not in self.elements]
        if unknown:
            raise ProgrammingError(f"painted for nodes outside the structure: {', '.join(unknown)}")

    def _write_root(self) -> None:
        entries = []
        for page, parents in enumerate(self.parents):
            if parents:
                held = array(["null" if parent is None else ref(parent) for parent in parents])
                entries += [str(page), ref(self.file.add(held))]
        for number, element in enumerate(self.annotated, len(self.pages)):
            entries += [str(number), ref(element)]
        top = {
            "Type": "/StructTreeRoot",
            "K": ref(self.elements[self.root]),
            "ParentTree": ref(self.file.add(dictionary({"Nums": array(entries)}))),
            "ParentTreeNextKey": str(len(self.pages) + len(self.annotated)),
        }
        named = sorted((node for node in self.elements if node.name), key=lambda each: encoded(each.name))
        if named:
            pairs = [part for node in named for part in (text_string(node.name), ref(self.elements[node]))]
            top["IDTree"] = ref(self.file.add(dictionary({"Names": array(pairs)})))
        self.file.put(self.top, dictionary(top))


def attributes(owner: str, pairs: Mapping[str, AttributeValue]) -> str:
    """One owner's attributes as an attribute object."""
    return dictionary({"O": name(owner), **{key: pdf_value(key, value) for key, value in pairs.items()}})


def pdf_value(key: str, value: AttributeValue) -> str:
    """An attribute's value as PDF holds it: names for the standard's own words, strings for ours."""
    match value:
        case str():
            return text_string(value) if key in TEXT_ATTRIBUTES else name(value)
        case tuple():
            return array([text_string(part) if isinstance(part, str) else f"{part:g}" for part in value])
        case _:
            return f"{value:g}"


PRINT = 4
"""The annotation flag that PDF/A asks for (ISO 19005-2, 6.3.2)."""

TEXT_ATTRIBUTES = frozenset({"Summary", "Short"})
"""Attributes whose value is text and not one of the standard's words."""
