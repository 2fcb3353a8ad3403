"""A finished PDF read back as a reader's program sees it: its elements, and the words of each."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf


class Words(NamedTuple):
    """Words painted in one marked-content sequence."""

    page: int
    mcid: int
    text: str


class Area(NamedTuple):
    """A link's active area."""

    page: int
    target: str
    description: str


@dataclass(eq=False)
class Element:
    """A structure element with what is in it, in reading order."""

    tag: str
    entry: Object
    parent: Element | None
    kids: list[Element | Words | Area] = field(default_factory=list)

    def text(self, key: str) -> str:
        """The value of a text entry such as /Alt; empty when it has none."""
        return str(self.entry.get(key, ""))

    def attribute(self, key: str) -> Object | None:
        """The value of an attribute of any owner."""
        for owner in listed(self.entry.get("/A")):
            if key in owner:
                return owner[key]
        return None

    def elements(self) -> list[Element]:
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def words(self) -> str:
        """All the words within, as they are read, with single spaces."""
        return squeezed("".join(self._texts()))

    def _texts(self) -> Iterator[str]:
        for kid in self.kids:
            if isinstance(kid, Words):
                yield kid.text
            elif isinstance(kid, Element):
                yield from kid._texts()
                if kid.tag not in INLINE:
                    yield " "

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.elements():
            yield from kid.walk()


INLINE = frozenset({"Span", "Link", "Reference", "Quote", "Lbl"})


@dataclass(eq=False)
class Sequence:
    """A marked-content sequence of a page."""

    tag: str
    mcid: int | None
    properties: Object | None
    text: str = ""
    painted: int = 0


@dataclass(eq=False)
class PageContent:
    """What a page's operators paint, and what is wrong with how they nest."""

    sequences: list[Sequence] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def words(self) -> dict[int, str]:
        return {each.mcid: each.text for each in self.sequences if each.mcid is not None}


@dataclass(eq=False)
class Reading:
    """A file opened and read."""

    pdf: Pdf
    pages: list[PageContent]
    root: Element | None

    def elements(self) -> Iterator[Element]:
        if self.root is not None:
            yield from self.root.walk()


def read_pdf(data: bytes) -> Reading:
    """Read a file's pages and its structure."""
    pdf = Pdf.open(io.BytesIO(data))
    fonts: dict[tuple[int, int], dict[int, str]] = {}
    pages = [_read_page(page.obj, fonts) for page in pdf.pages]
    top = pdf.Root.get("/StructTreeRoot")
    root = None
    if isinstance(top, Dictionary) and isinstance(top.get("/K"), Dictionary):
        root = _read_element(pdf, top.K, pages)
    return Reading(pdf, pages, root)


def squeezed(text: str) -> str:
    """Text with each run of white space as one space, none at the ends."""
    return re.sub(r"\s+", " ", text).strip()


def listed(value: Object | None) -> list[Object]:
    """An entry that may be absent, single or an array, as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


# ---------------------------------------------------------------------------------------- structure


def _read_element(pdf: Pdf, entry: Object, pages: list[PageContent]) -> Element:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    words = [page.words() for page in pages]

    def read(entry: Object, parent: Element | None, depth: int) -> Element:
        element = Element(str(entry.S)[1:], entry, parent)
        own = entry.get("/Pg")
        for kid in listed(entry.get("/K")) if depth < 60 else []:
            if not isinstance(kid, Dictionary):
                page = numbers.get(own.objgen, -1) if own is not None else -1
                element.kids.append(_words(words, page, int(kid)))
            elif kid.get("/Type") == Name.MCR:
                element.kids.append(_words(words, numbers.get(kid.Pg.objgen, -1), int(kid.MCID)))
            elif kid.get("/Type") == Name.OBJR:
                element.kids.append(_area(kid, numbers))
            else:
                element.kids.append(read(kid, element, depth + 1))
        return element

    return read(entry, None, 0)


def _words(words: list[dict[int, str]], page: int, mcid: int) -> Words:
    return Words(page, mcid, words[page].get(mcid, "") if 0 <= page < len(words) else "")


def _area(reference: Object, numbers: dict[tuple[int, int], int]) -> Area:
    annotation = reference.Obj
    action = annotation.get("/A")
    target = str(action.get("/URI", "")) if action is not None else "#" + str(annotation.get("/Dest", ""))
    page = numbers.get(reference.Pg.objgen, -1) if "/Pg" in reference else -1
    return Area(page, target, str(annotation.get("/Contents", "")))


# -------------------------------------------------------------------------------------------- pages


def _read_page(page: Object, fonts: dict[tuple[int, int], dict[int, str]]) -> PageContent:
    content = PageContent()
    stack: list[tuple[str, Sequence | None]] = []
    letters: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in SHOWS:
            _paint(stack, content, operator)
            _spell(stack, letters, operands, content)
        elif operator in PAINTS:
            _paint(stack, content, operator)
        elif operator == "Tf":
            letters = _letters(page, str(operands[0]), fonts, content)
        elif operator in OPENS:
            _open(stack, content, operator, list(operands))
        elif operator in CLOSES:
            _close(stack, content, operator)
    content.faults.extend(f"{operator} is never closed" for operator, _ in stack)
    return content


def _open(
    stack: list[tuple[str, Sequence | None]], content: PageContent, operator: str, operands: list[Object]
) -> None:
    sequence = None
    if operator in {"BDC", "BMC"}:
        properties = operands[1] if operator == "BDC" else None
        named = properties is not None and isinstance(properties, Dictionary)
        mcid = int(properties.MCID) if named and properties is not None and "/MCID" in properties else None
        sequence = Sequence(str(operands[0])[1:], mcid, properties)
        content.sequences.append(sequence)
        if any(outer is not None for _, outer in stack):
            content.faults.append(f"{sequence.tag} is marked within another mark")
    stack.append((operator, sequence))


def _close(stack: list[tuple[str, Sequence | None]], content: PageContent, operator: str) -> None:
    if not stack or stack[-1][0] not in CLOSES[operator]:
        content.faults.append(f"{operator} crosses {stack[-1][0] if stack else 'nothing'}")
        for at in range(len(stack) - 1, -1, -1):
            if stack[at][0] in CLOSES[operator]:
                del stack[at]
                return
        return
    stack.pop()


def _current(stack: list[tuple[str, Sequence | None]]) -> Sequence | None:
    return next((sequence for _, sequence in reversed(stack) if sequence is not None), None)


def _paint(stack: list[tuple[str, Sequence | None]], content: PageContent, operator: str) -> None:
    sequence = _current(stack)
    if sequence is None:
        content.faults.append(f"{operator} paints outside the structure")
    else:
        sequence.painted += 1


def _spell(
    stack: list[tuple[str, Sequence | None]], letters: dict[int, str], operands: object, content: PageContent
) -> None:
    sequence = _current(stack)
    for string in _strings(operands):
        codes = bytes(string)
        if 0 in codes:
            content.faults.append("text with .notdef")
        text = "".join([letters.get(code, "\ufffd") for code in codes])
        if "\ufffd" in text:
            content.faults.append("text without Unicode")
        if sequence is not None:
            sequence.text += text


def _strings(operands: object) -> Iterator[Object]:
    for operand in operands:  # type: ignore[attr-defined]
        if isinstance(operand, pikepdf.String):
            yield operand
        elif isinstance(operand, Array):
            yield from (part for part in operand if isinstance(part, pikepdf.String))


def _letters(
    page: Object, name: str, fonts: dict[tuple[int, int], dict[int, str]], content: PageContent
) -> dict[int, str]:
    font = page.Resources.Font.get(name)
    if font is None or "/ToUnicode" not in font:
        content.faults.append(f"font {name} has no Unicode map")
        return {}
    if font.objgen not in fonts:
        pairs = UNICODE.findall(font.ToUnicode.read_bytes())
        fonts[font.objgen] = {
            int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be") for code, letters in pairs
        }
    return fonts[font.objgen]


UNICODE = re.compile(rb"^<([0-9A-F]{2})> <([0-9A-F]{4,})>$", re.MULTILINE)
SHOWS = frozenset({"Tj", "TJ", "'", '"'})
PAINTS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI", "INLINE IMAGE"})
OPENS = frozenset({"BDC", "BMC", "q", "BT"})
CLOSES = {"EMC": {"BDC", "BMC"}, "Q": {"q"}, "ET": {"BT"}}
