"""The structure tree as the file's own objects: elements, the parent tree, and links' annotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from boardpack.errors import ProgrammingError
from boardpack.render.pdf.structure import (
    Annotation,
    AttributeValue,
    Item,
    MarkedContent,
    Node,
    Record,
    content,
    first_turns,
    living,
    nodes,
)


def write_structure(pdf: Pdf, root: Node, record: Record) -> dict[Node, Object]:
    """Put the structure tree and the link annotations into a file; return the elements of the outline."""
    return _Tree(pdf, root, record).write()


def said(node: Node) -> tuple[tuple[str, str], ...]:
    """What an element says in words, where it does (ISO 32000-1, table 323)."""
    return (
        ("/T", node.title),
        ("/Lang", node.language),
        ("/Alt", node.alt),
        ("/E", node.expansion),
        ("/ActualText", node.actual_text),
        ("/ID", node.name),
    )


class _Tree:
    """The tree while it is written."""

    def __init__(self, pdf: Pdf, root: Node, record: Record) -> None:
        self.pdf = pdf
        self.root = root
        self.record = record
        self.pages = [page.obj for page in pdf.pages]
        self.top = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.first = first_turns(root, record)
        self.elements: dict[Node, Object] = {}
        self.parents: list[list[Object | None]] = [
            [None] * record.mcids.get(page, 0) for page in range(len(self.pages))
        ]
        self.annotated: list[Object] = []
        self.shared: dict[tuple[str, tuple[tuple[str, AttributeValue], ...]], Object] = {}

    def write(self) -> dict[Node, Object]:
        alive = living(self.root, self.record)
        for node in nodes(self.root):
            if node in alive:
                self._make(node)
        for node, element in self.elements.items():
            if node.kids:
                self._fill(node, element)
        self._check_complete()
        self._write_root()
        led_to = [entry.node for entry in self.record.outline if entry.node in self.elements]
        return {node: self.elements[node] for node in led_to if node is not None}

    def _make(self, node: Node) -> None:
        """Make the element; one that holds nothing but words of its own page is complete at once."""
        entries = self._entries(node)
        items = self.record.items.get(node, ())
        if len(items) == 1 and not node.kids and isinstance(items[0], MarkedContent):
            page, mcid = items[0].page, items[0].mcid
            entries["/Pg"], entries["/K"] = self.pages[page], mcid
            self.elements[node] = self.parents[page][mcid] = self.pdf.make_indirect(Dictionary(entries))
            return
        self.elements[node] = self.pdf.make_indirect(Dictionary(entries))
        if not node.kids:
            self._fill(node, self.elements[node])

    def _entries(self, node: Node) -> dict[str, Any]:
        """What the element says of itself."""
        entries: dict[str, Any] = {"/S": name(node.tag)}
        entries["/P"] = self.elements[node.parent] if node.parent is not None else self.top
        if node.title or node.language or node.alt or node.expansion or node.actual_text or node.name:
            entries |= {key: String(words) for key, words in said(node) if words}
        owners = [self._shared(owner, pairs) for owner, pairs in node.attributes.items()]
        if node in self.record.boxes:
            _, box = self.record.boxes[node]
            owners.append(Dictionary(O=Name.Layout, BBox=numbers(box), Placement=Name.Block))
        if owners:
            entries["/A"] = owners[0] if len(owners) == 1 else Array(owners)
        return entries

    def _shared(self, owner: str, pairs: Mapping[str, AttributeValue]) -> Object:
        """The attribute object of an owner: one for all elements that say the same."""
        key = (owner, tuple(pairs.items()))
        if key not in self.shared:
            self.shared[key] = self.pdf.make_indirect(attributes(owner, pairs))
        return self.shared[key]

    def _fill(self, node: Node, element: Object) -> None:
        """Write the element's content; the page named most simply is the one its first words are on."""
        parts = [
            part
            for part in content(node, self.record, self.first)
            if not isinstance(part, Node) or part in self.elements
        ]
        page = next((part.page for part in parts if isinstance(part, MarkedContent)), None)
        if page is not None:
            element.Pg = self.pages[page]
        kids = [
            self.elements[part] if isinstance(part, Node) else self._item(part, element, page)
            for part in parts
        ]
        if kids:
            element.K = kids[0] if len(kids) == 1 else Array(kids)

    def _item(self, item: Item, element: Object, page: int | None) -> Object | int:
        if isinstance(item, Annotation):
            return self._annotation(item, element)
        self.parents[item.page][item.mcid] = element
        if item.page == page:
            return item.mcid
        return Dictionary(Type=Name.MCR, Pg=self.pages[item.page], MCID=item.mcid)

    def _annotation(self, link: Annotation, element: Object) -> Object:
        page = self.pages[link.page]
        annotation = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=numbers(link.rect),
                Border=Array([0, 0, 0]),
                F=PRINT,
                Contents=String(link.description),
                StructParent=len(self.pages) + len(self.annotated),
            )
        )
        if link.target.startswith("#"):
            annotation.Dest = String(self._known_anchor(link.target[1:]))
        else:
            annotation.A = Dictionary(S=Name.URI, URI=String(link.target))
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(annotation)
        self.annotated.append(element)
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)

    def _known_anchor(self, anchor: str) -> str:
        if anchor not in self.record.anchors:
            raise ProgrammingError(f"a link leads to #{anchor}, which is nowhere in the document")
        return anchor

    def _check_complete(self) -> None:
        strangers = [node.tag for node in self.record.items if node not in self.elements]
        if strangers:
            raise ProgrammingError(f"painted for nodes outside the structure: {', '.join(strangers)}")

    def _write_root(self) -> None:
        entries = Array()
        for number, page in enumerate(self.pages):
            page.Tabs = Name.S
            if self.parents[number]:
                page.StructParents = number
                entries.append(number)
                entries.append(self.pdf.make_indirect(Array(self.parents[number])))
        for number, element in enumerate(self.annotated, len(self.pages)):
            entries.append(number)
            entries.append(element)
        self.top.K = self.elements[self.root]
        self.top.ParentTree = self.pdf.make_indirect(Dictionary(Nums=entries))
        self.top.ParentTreeNextKey = len(self.pages) + len(self.annotated)
        named = sorted((node.name, element) for node, element in self.elements.items() if node.name)
        if named:
            pairs = [part for name, element in named for part in (String(name), element)]
            self.top.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(pairs)))
        self.pdf.Root.StructTreeRoot = self.top


def numbers(values: Sequence[float]) -> Array:
    """Numbers to a hundredth of a point."""
    return Array([round(value, 2) for value in values])


def attributes(owner: str, pairs: Mapping[str, AttributeValue]) -> Dictionary:
    """One owner's attributes as an attribute object."""
    made = {"/" + key: pdf_value(key, value) for key, value in pairs.items()}
    return Dictionary({"/O": name(owner), **made})


def pdf_value(key: str, value: AttributeValue) -> object:
    """An attribute's value as PDF holds it: names for the standard's own words, strings for ours."""
    match value:
        case str():
            return String(value) if key in TEXT_ATTRIBUTES else name(value)
        case tuple():
            return Array([String(part) if isinstance(part, str) else part for part in value])
        case _:
            return value


@cache
def name(word: str) -> Name:
    """A name of the standard's, made once: there are thousands of uses and a few dozen names."""
    return Name("/" + word)


PRINT = 4
"""The annotation flag that PDF/A asks for (ISO 19005-2, 6.3.2)."""

TEXT_ATTRIBUTES = frozenset({"Summary", "Short"})
"""Attributes whose value is text and not one of the standard's words."""
