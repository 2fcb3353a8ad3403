"""The structure tree as the file's own objects: elements, the parent tree, and links' annotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from boardpack.errors import ProgrammingError
from boardpack.render.pdf.pdf_file import PdfFile, array, dictionary, encoded, name, numbers, ref, text
from boardpack.render.pdf.structure import (
    Annotation,
    Attributes,
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
            words = "".join([f"/{key}{text(value)}" for key, value in said(node) if value])
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
            leads = f"/Dest{text(self._known_anchor(link.target[1:]))}"
        else:
            leads = f"/A<</S/URI/URI{text(link.target)}>>"
        annotation = self.file.add(
            f"<</Type/Annot/Subtype/Link/Rect{numbers(link.rect)}/Border[0 0 0]/F {PRINT}"
            f"/Contents{text(link.description)}/StructParent {len(self.pages) + len(self.annotated)}{leads}>>"
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
            pairs = [part for node in named for part in (text(node.name), ref(self.elements[node]))]
            top["IDTree"] = ref(self.file.add(dictionary({"Names": array(pairs)})))
        self.file.put(self.top, dictionary(top))


def attributes(owner: str, pairs: Mapping[str, AttributeValue]) -> str:
    """One owner's attributes as an attribute object."""
    return dictionary({"O": name(owner), **{key: pdf_value(key, value) for key, value in pairs.items()}})


def pdf_value(key: str, value: AttributeValue) -> str:
    """An attribute's value as PDF holds it: names for the standard's own words, strings for ours."""
    match value:
        case str():
            return text(value) if key in TEXT_ATTRIBUTES else name(value)
        case tuple():
            return array([text(part) if isinstance(part, str) else f"{part:g}" for part in value])
        case _:
            return f"{value:g}"


PRINT = 4
"""The annotation flag that PDF/A asks for (ISO 19005-2, 6.3.2)."""

TEXT_ATTRIBUTES = frozenset({"Summary", "Short"})
"""Attributes whose value is text and not one of the standard's words."""
