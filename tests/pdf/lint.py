"""What we ask of a file's structure beyond the validators, each rule in a function that says what is wrong.

To add a rule, write a function from a Reading to complaints and put it into RULES.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from pikepdf import Array, Dictionary, Name, Object, Stream

from tests.pdf.reading import INLINE, Area, Element, Reading, Words, listed, read_pdf


def lint(data: bytes) -> list[str]:
    """Return every complaint about a finished file; none for a sound one."""
    reading = read_pdf(data)
    return [complaint for rule in RULES for complaint in rule(reading)]


# ------------------------------------------------------------------------------------------ content


def painting(reading: Reading) -> Iterator[str]:
    """Every painting operator stands in exactly one sequence; sequences nest with q/Q and BT/ET."""
    for number, page in enumerate(reading.pages, 1):
        for fault, times in Counter(page.faults).items():
            yield f"page {number}: {fault} ×{times}"


def sequences(reading: Reading) -> Iterator[str]:
    """A sequence is an artifact of a known kind or has an MCID; MCIDs have no gaps; none is empty."""
    for number, page in enumerate(reading.pages, 1):
        mcids = sorted(each.mcid for each in page.sequences if each.mcid is not None)
        if mcids != list(range(len(mcids))):
            yield f"page {number}: MCIDs are not 0 to {len(mcids) - 1}"
        for each in page.sequences:
            if not each.painted:
                yield f"page {number}: an empty sequence of {each.tag}"
            if each.mcid is None and each.tag != "Artifact":
                yield f"page {number}: {each.tag} has no MCID"
            if each.mcid is not None and each.tag == "Artifact":
                yield f"page {number}: an artifact has an MCID"
            if each.tag == "Artifact" and isinstance(each.properties, Dictionary):
                kind = str(each.properties.get("/Type", ""))
                if kind not in ARTIFACTS:
                    yield f"page {number}: an artifact of kind {kind or 'none'}"


def parent_tree(reading: Reading) -> Iterator[str]:
    """Each sequence belongs to one element, which the parent tree names, and which names the sequence."""
    owners: dict[tuple[int, int], Element] = {}
    for element in reading.elements():
        for kid in element.kids:
            if not isinstance(kid, Words):
                continue
            where = (kid.page, kid.mcid)
            if where in owners:
                yield f"page {kid.page + 1}: MCID {kid.mcid} belongs to two elements"
            owners[where] = element
    tree = _number_tree(reading)
    for number, page in enumerate(reading.pdf.pages):
        key = page.obj.get("/StructParents")
        entry = tree.get(int(key)) if key is not None else None
        parents = list(entry) if isinstance(entry, Array) else []
        tags = {each.mcid: each.tag for each in reading.pages[number].sequences if each.mcid is not None}
        if len(parents) != len(tags):
            yield f"page {number + 1}: the parent tree has {len(parents)} entries for {len(tags)} sequences"
        for mcid, parent in enumerate(parents):
            owner = owners.pop((number, mcid), None)
            if owner is None:
                yield f"page {number + 1}: no element holds MCID {mcid}"
            elif not isinstance(parent, Dictionary) or parent.objgen != owner.entry.objgen:
                yield f"page {number + 1}: the parent tree is wrong about MCID {mcid}"
            elif tags.get(mcid) != owner.tag:
                yield f"page {number + 1}: MCID {mcid} is marked {tags.get(mcid)} and belongs to {owner.tag}"
    for number, mcid in owners:
        yield f"page {number + 1}: MCID {mcid} is not in the parent tree"


def _number_tree(reading: Reading) -> dict[int, Object]:
    top = reading.pdf.Root.get("/StructTreeRoot")
    nums = list(top.ParentTree.Nums) if top is not None and "/ParentTree" in top else []
    return {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}


# --------------------------------------------------------------------------------------------- tree


def standard_tags(reading: Reading) -> Iterator[str]:
    """Only standard structure types, each where it may stand; nothing is role-mapped."""
    top = reading.pdf.Root.get("/StructTreeRoot")
    if top is None or reading.root is None:
        yield "there is no structure"
        return
    if "/RoleMap" in top:
        yield "the structure has a role map"
    if reading.root.tag != "Document":
        yield f"the structure's root is {reading.root.tag}"
    for element in reading.elements():
        if element.tag not in MAY_HOLD:
            yield f"{element.tag} is not a tag we use"
            continue
        parent = element.entry.get("/P")
        wanted = element.parent.entry if element.parent is not None else top
        if parent is None or parent.objgen != wanted.objgen:
            yield f"{element.tag} names another parent than the one that holds it"
        for kid in element.elements():
            if kid.tag not in MAY_HOLD[element.tag]:
                yield f"{kid.tag} within {element.tag}"


def nothing_empty(reading: Reading) -> Iterator[str]:
    """Every element but a table's cell has something in it; what should be read has words."""
    for element in reading.elements():
        if not element.kids and element.tag not in CELLS:
            yield f"an empty {element.tag}"
        if element.tag in SPOKEN and not element.words() and not element.text("/ActualText"):
            yield f"{element.tag} without words"


def headings(reading: Reading) -> Iterator[str]:
    """The first heading is H1 and no level is skipped."""
    level = 0
    for element in reading.elements():
        if re.fullmatch("H[1-6]", element.tag):
            found = int(element.tag[1])
            if found > level + 1:
                yield (
                    f"H{found} “{element.words()}” after H{level}"
                    if level
                    else f"the first heading is H{found}"
                )
            level = found
    if not level:
        yield "no headings"


def pages_in_order(reading: Reading) -> Iterator[str]:
    """Headings are read in the order of their pages."""
    latest = 0
    for element in reading.elements():
        if re.fullmatch("H[1-6]", element.tag):
            page = next(
                (kid.page for each in element.walk() for kid in each.kids if isinstance(kid, Words)), latest
            )
            if page < latest:
                yield f"page {page + 1} is read after page {latest + 1}"
            latest = max(latest, page)


def figures(reading: Reading) -> Iterator[str]:
    """A figure has an alternative in words and an extent on the page it is on."""
    for element in reading.elements():
        if element.tag != "Figure":
            continue
        if not element.text("/Alt").strip():
            yield "Figure without Alt"
        box = element.attribute("/BBox")
        if box is None:
            yield "Figure without BBox"
            continue
        left, bottom, right, top = (float(value) for value in box)
        page = next((kid.page for kid in element.kids if isinstance(kid, Words)), 0)
        _, _, width, height = (float(value) for value in reading.pdf.pages[page].obj.MediaBox)
        if not (0 <= left < right <= width and 0 <= bottom < top <= height):
            yield f"Figure's BBox {left, bottom, right, top} is not on its page"


def tables(reading: Reading) -> Iterator[str]:
    """Table grids are rectangular; header cells say what they head; every table has header cells."""
    for element in reading.elements():
        if element.tag == "TH" and str(element.attribute("/Scope")) not in {"/Column", "/Row", "/Both"}:
            yield f"TH “{element.words()}” without Scope"
        if element.tag != "Table":
            continue
        rows = [each for each in element.walk() if each.tag == "TR" and _table_of(each) is element]
        parts = [kid.tag for kid in element.elements() if kid.tag != "Caption"]
        if list(dict.fromkeys(parts)) not in PARTS:
            yield f"a Table of {' '.join(parts) or 'nothing'}"
        if not any(cell.tag == "TH" for row in rows for cell in row.elements()):
            yield "a Table without TH"
        yield from _grid(rows)


def _table_of(row: Element) -> Element | None:
    at = row.parent
    while at is not None and at.tag != "Table":
        at = at.parent
    return at


def _grid(rows: list[Element]) -> Iterator[str]:
    filled: Counter[tuple[int, int]] = Counter()
    for down, row in enumerate(rows):
        across = 0
        for cell in row.elements():
            while filled[down, across]:
                across += 1
            for y in range(_span(cell, "/RowSpan")):
                filled.update((down + y, across + x) for x in range(_span(cell, "/ColSpan")))
    widths = {sum(1 for y, _ in +filled if y == down) for down in range(len(rows))}
    if any(times > 1 for times in filled.values()):
        yield "a Table whose cells overlap"
    if len(widths) > 1 or any(y >= len(rows) for y, _ in +filled):
        yield f"a Table with rows of {sorted(widths)} cells"


def _span(cell: Element, key: str) -> int:
    value = cell.attribute(key)
    return int(value) if value is not None else 1


def lists(reading: Reading) -> Iterator[str]:
    """A list says how it is numbered, and its items have a body."""
    for element in reading.elements():
        if element.tag == "L" and element.attribute("/ListNumbering") is None:
            yield "L without ListNumbering"
        if element.tag == "LI" and "LBody" not in [kid.tag for kid in element.elements()]:
            yield "LI without LBody"


def notes(reading: Reading) -> Iterator[str]:
    """A note has an identifier of its own; so has every element that has one."""
    names = [element.text("/ID") for element in reading.elements() if "/ID" in element.entry]
    yield from (f"the ID {name} is used twice" for name, times in Counter(names).items() if times > 1)
    yield from (
        "Note without ID"
        for element in reading.elements()
        if element.tag == "Note" and "/ID" not in element.entry
    )
    headers = [str(name) for element in reading.elements() for name in listed(element.attribute("/Headers"))]
    yield from (f"a cell names the header {name}, which is nowhere" for name in headers if name not in names)


# -------------------------------------------------------------------------------------------- links


def links(reading: Reading) -> Iterator[str]:
    """A link has words and at least one area; an area has a description, a place to lead to and its Link."""
    for element in reading.elements():
        areas = [kid for kid in element.kids if isinstance(kid, Area)]
        if element.tag == "Link" and not areas:
            yield f"Link “{element.words()}” without an area"
        if areas and element.tag != "Link":
            yield f"an area within {element.tag}"
    tree = _number_tree(reading)
    places = _places(reading)
    for number, page in enumerate(reading.pdf.pages, 1):
        for annotation in listed(page.obj.get("/Annots")):
            for complaint in _annotation(annotation, tree, places):
                yield f"page {number}: {complaint}"


def _annotation(annotation: Object, tree: dict[int, Object], places: set[str]) -> Iterator[str]:
    if annotation.get("/Subtype") != Name.Link:
        yield f"an annotation {annotation.get('/Subtype')}"
    if not str(annotation.get("/Contents", "")).strip():
        yield "a link without description"
    if int(annotation.get("/F", 0)) != 4:
        yield "a link that does not print"
    owner = tree.get(int(annotation.get("/StructParent", -1)))
    if owner is None:
        yield "a link outside the structure"
    else:
        kids = [kid for kid in listed(owner.get("/K")) if isinstance(kid, Dictionary) and "/Obj" in kid]
        if not any(kid.Obj.objgen == annotation.objgen for kid in kids):
            yield "a link whose element does not hold it"
    action = annotation.get("/A")
    if action is not None and not re.match("https?://|mailto:", str(action.get("/URI", ""))):
        yield "a link to no address"
    if action is None and str(annotation.get("/Dest", "")) not in places:
        yield f"a link to {annotation.get('/Dest', 'nowhere')}, which is nowhere"
    left, bottom, right, top = (float(value) for value in annotation.Rect)
    if left >= right or bottom >= top:
        yield "a link of no size"


def _places(reading: Reading) -> set[str]:
    names = reading.pdf.Root.get("/Names")
    if names is None or "/Dests" not in names:
        return set()
    return {str(name) for name in list(names.Dests.Names)[::2]}


def outline(reading: Reading) -> Iterator[str]:
    """Every line of the outline leads to a place and to an element of the structure."""
    places = _places(reading)
    alive = {element.entry.objgen for element in reading.elements()}
    top = reading.pdf.Root.get("/Outlines")
    if top is None:
        yield "no outline"
        return
    stack = [top.get("/First")]
    while stack:
        line = stack.pop()
        if line is None:
            continue
        stack.extend([line.get("/First"), line.get("/Next")])
        if not str(line.get("/Title", "")).strip():
            yield "a line of the outline without words"
        if str(line.get("/Dest", "")) not in places:
            yield f"outline “{line.get('/Title', '')}” leads nowhere"
        if "/SE" not in line or line.SE.objgen not in alive:
            yield f"outline “{line.get('/Title', '')}” leads to no element"


# --------------------------------------------------------------------------------------------- file


def catalogue(reading: Reading) -> Iterator[str]:
    """The file is marked as tagged, says its language and title, and shows the title."""
    root = reading.pdf.Root
    if not LANGUAGE.fullmatch(str(root.get("/Lang", ""))):
        yield "the file's language is not said"
    if not root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield "the file is not marked as tagged"
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield "the title is not displayed"
    if not str(reading.pdf.docinfo.get("/Title", "")).strip():
        yield "the file has no title"
    with reading.pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        if metadata.get("dc:title") != str(reading.pdf.docinfo.get("/Title", "")):
            yield "the title in the metadata is another"
        if metadata.get("pdfuaid:part") != "1":
            yield "the file does not claim PDF/UA"
    if "/PageLabels" not in root:
        yield "the pages have no labels"
    if reading.pdf.pdf_version != "1.7":
        yield f"the file is PDF {reading.pdf.pdf_version}"
    yield from _languages(reading)
    for number, page in enumerate(reading.pdf.pages, 1):
        if page.obj.get("/Tabs") != Name.S:
            yield f"page {number}: tabs do not follow the structure"
        for key in ("/Trans", "/AA", "/Rotate"):
            if key in page.obj:
                yield f"page {number}: has {key}"


def _languages(reading: Reading) -> Iterator[str]:
    for element in reading.elements():
        if "/Lang" in element.entry and not LANGUAGE.fullmatch(element.text("/Lang")):
            yield f"{element.tag} in the language “{element.text('/Lang')}”"


def fonts(reading: Reading) -> Iterator[str]:
    """Every font is TrueType, embedded as a subset, with a Unicode map."""
    for thing in reading.pdf.objects:
        if not isinstance(thing, Dictionary) or isinstance(thing, Stream) or thing.get("/Type") != Name.Font:
            continue
        name = str(thing.get("/BaseFont", "?"))
        if thing.get("/Subtype") != Name.TrueType:
            yield f"font {name} is {thing.get('/Subtype')}"
        if "/FontFile2" not in thing.get("/FontDescriptor", Dictionary()):
            yield f"font {name} is not embedded"
        if "/ToUnicode" not in thing:
            yield f"font {name} has no Unicode map"


def hidden_words(reading: Reading) -> Iterator[str]:
    """No characters that are for typesetters: soft hyphens, private use, controls, replacement characters."""
    for element in reading.elements():
        for kid in element.kids:
            if isinstance(kid, Words) and (odd := ODD.search(kid.text)):
                yield f"page {kid.page + 1}: {element.tag} has U+{ord(odd.group()):04X} in it"


ARTIFACTS = {"/Pagination", "/Layout", "/Page", "/Background"}
CELLS = {"TH", "TD"}
SPOKEN = {"H1", "H2", "H3", "H4", "H5", "H6", "P", "LBody", "Lbl", "Caption", "TOCI", "Link", "Span", "Note"}
PARTS = (["THead", "TBody"], ["TBody"])
"""The parts of a table in order; there may be several TBody (ISO 32000-1, table 337)."""
LANGUAGE = re.compile("[a-z]{2,3}(-[A-Z]{2})?")
ODD = re.compile("[\xad\ufffd\ue000-\uf8ff\x00-\x08\x0b-\x1f\ufffe\uffff]")

_HEADINGS = {f"H{level}" for level in range(1, 7)}
_BLOCKS = {"P", "L", "Table", "Figure", "TOC", "Note", "Div", "Sect", "BlockQuote"} | _HEADINGS
_RUNS = INLINE | {"Note", "Figure"}
MAY_HOLD: Mapping[str, AbstractSet[str]] = {
    "Document": _BLOCKS | {"Part"},
    "Part": _BLOCKS,
    "Sect": _BLOCKS,
    "Div": _BLOCKS | {"Caption"},
    "BlockQuote": _BLOCKS,
    **dict.fromkeys((*_HEADINGS, "P"), _RUNS),
    **dict.fromkeys(("Span", "Link", "Reference", "Quote", "Lbl"), INLINE | {"Figure"}),
    "Note": {"Lbl", "P", *INLINE},
    "Caption": {"P", *INLINE},
    "Figure": {"Caption", *INLINE},
    "L": {"LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "LBody": _BLOCKS | _RUNS,
    "TOC": {"TOCI", "TOC", "Caption"},
    "TOCI": {"Lbl", "Reference", "P", "Link", "TOC"},
    "Table": {"Caption", "THead", "TBody"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": CELLS,
    **dict.fromkeys(CELLS, (_BLOCKS | _RUNS) - {"Sect"}),
}  # fmt: skip
"""Which tags may stand within which (ISO 32000-1, 14.8.4, and the Matterhorn protocol's checkpoint 09)."""

RULES: tuple[Callable[[Reading], Iterator[str]], ...] = (
    painting,
    sequences,
    parent_tree,
    standard_tags,
    nothing_empty,
    headings,
    pages_in_order,
    figures,
    tables,
    lists,
    notes,
    links,
    outline,
    catalogue,
    fonts,
    hidden_words,
)
