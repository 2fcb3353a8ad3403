"""A file's tag tree as text for people to read and compare: each element, its words in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Object

from tests.pdf.reading import INLINE, Area, Element, Reading, Words, read_pdf, squeezed

OUTLINE_DEPTH = 8
RUNS = INLINE - {"Lbl"}


def tag_tree(data: bytes) -> str:
    """Return what a file says of itself, its outline, and its tag tree."""
    reading = read_pdf(data)
    lines = [*_facts(reading), "", "Outline", *_outline(reading.pdf.Root.get("/Outlines"), 1), ""]
    if reading.root is not None:
        lines.extend(_lines(reading.root, 0))
    return "\n".join(lines) + "\n"


def _facts(reading: Reading) -> Iterator[str]:
    catalogue = reading.pdf.Root
    yield f"Title: {reading.pdf.docinfo.get('/Title', '')}"
    yield f"Language: {catalogue.get('/Lang', '')}"
    labels = catalogue.get("/PageLabels")
    if labels is not None:
        nums = list(labels.Nums)
        pairs = zip(nums[::2], nums[1::2], strict=True)
        yield "Page labels: " + ", ".join(f"{int(page) + 1} {_label(label)}" for page, label in pairs)
    for attachment in catalogue.get("/AF", ()):
        yield f"Attachment: {attachment.UF} ({attachment.get('/AFRelationship', '')}) {attachment.Desc}"


def _label(label: Object) -> str:
    number = f"from {label.get('/St', 1)}" if "/S" in label else ""
    return squeezed(f"{label.get('/P', '')} {number}")


def _outline(parent: Object | None, depth: int) -> Iterator[str]:
    line = parent.get("/First") if parent is not None else None
    while isinstance(line, Dictionary) and depth < OUTLINE_DEPTH:
        element = line.get("/SE")
        tag = str(element.S)[1:] if element is not None else "nothing"
        yield f"{'  ' * depth}{line.Title} → #{line.get('/Dest', '')} {tag}"
        yield from _outline(line, depth + 1)
        line = line.get("/Next")


def _lines(element: Element, depth: int) -> Iterator[str]:
    """An element on a line, with its words where nothing but runs is in it, and below it what it holds."""
    head = "  " * depth + _head(element)
    if _is_flat(element):
        words = squeezed(_run(element))
        yield f"{head} “{words}”" if words else head
    elif element.tag == "TR" and all(_is_flat(cell) for cell in element.elements()):
        yield " | ".join([head, *(line for cell in element.elements() for line in _lines(cell, 0))])
    else:
        yield head
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from _lines(kid, depth + 1)
            elif isinstance(kid, Area):
                yield "  " * (depth + 1) + _area(kid)
            elif squeezed(kid.text):
                yield "  " * (depth + 1) + f"“{squeezed(kid.text)}”"


def _is_flat(element: Element) -> bool:
    return all(kid.tag in RUNS and _is_flat(kid) for kid in element.elements())


def _run(element: Element) -> str:
    """Words in a line; a run with an element of its own in brackets, and what is said of it after them."""
    areas = dict.fromkeys(_area(kid) for kid in element.kids if isinstance(kid, Area))
    words = [
        kid.text if isinstance(kid, Words) else _bracketed(kid)
        for kid in element.kids
        if not isinstance(kid, Area)
    ]
    return "".join([*words, *(f" {area}" for area in areas)])


def _bracketed(element: Element) -> str:
    notes = " ".join(_notes(element))
    return f"{'' if element.tag == 'Span' else element.tag}‹{_run(element)}›{notes}"


def _area(area: Area) -> str:
    return f"→ {area.target} ({area.description})"


def _head(element: Element) -> str:
    return " ".join([element.tag, *_notes(element)])


def _notes(element: Element) -> Iterator[str]:
    for key, name in (("/T", "title"), ("/Alt", "alt"), ("/ActualText", "text"), ("/E", "short for")):
        if key in element.entry:
            yield f"[{name}: {squeezed(element.text(key))}]"
    for key, name in (("/Lang", "language"), ("/ID", "id")):
        if key in element.entry:
            yield f"[{name} {element.text(key)}]"
    for key in ("/Scope", "/ColSpan", "/RowSpan", "/ListNumbering", "/Summary", "/Headers"):
        value = element.attribute(key)
        if value is not None:
            yield f"[{key[1:]} {_plain(value)}]"
    if element.attribute("/BBox") is not None:
        yield "[placed]"


def _plain(value: object) -> str:
    if isinstance(value, Array):
        return " ".join(_plain(part) for part in value)
    return str(value).removeprefix("/")
