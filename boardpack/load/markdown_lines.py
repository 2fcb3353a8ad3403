"""Lines as people write and paste them → lines that Python-Markdown reads as they were meant.

Bullets typed or pasted as characters (`•`, `–`, `o` and a tab), numbers and letters in brackets (`1)`, `(a)`)
and letters with a point (`a.`, `ii.`) begin items; two lists with other labels do not run together. A list
nests by two blanks; a list or a table needs no blank line above it. A mark that may as well begin ordinary
words (`–`, `(a)`) begins an item only where its neighbour follows it. Footnotes (`[^1]` in the words, and
`[^1]: text` on a line of its own) are taken out before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from boardpack.load.findings import FindingLog, excerpt
from boardpack.model.finding import Place

NEST = 2
"""Blanks by which an item is further in than the one that it belongs to."""
TAB = 4
"""Blanks that Python-Markdown wants for that."""

_ITEM = re.compile(
    r"(?P<indent>[ \t]*)"
    r"(?:(?P<plain>[-*+]|[0-9]{1,2}\.)[ \t]+"
    r"|(?P<sign>[•▪●◦‣])[ \t]*|(?P<dot>[·○])[ \t]+|(?P<o>o)\t[ \t]*"
    r"|(?P<dash>[–—])[ \t]+"
    r"|(?P<label>\(?(?:[0-9]{1,2}|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})\)"
    r"|(?:[A-Za-z]|[ivx]{2,5}|[IVX]{2,5})\.)[ \t]+)"
    r"(?=\S)"
)
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*")
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}")


class Item(Struct, frozen=True):
    """The mark at the beginning of a line, and what is after it."""

    indent: int
    family: str
    """What follows one another in a list: `-`, `1.`, `•`, `o`, `–`, or the form of a label, `(a)`."""
    mark: str
    text: str

    @property
    def ordered(self) -> bool:
        """Whether it is an item of a numbered list."""
        return self.mark[-1] in ".)"

    @property
    def is_label(self) -> bool:
        """Whether its mark is printed as it was written: `(a)`, `1)`."""
        return self.family.startswith("label")


def lay_out_lines(lines: Sequence[str], label: Callable[[str], str]) -> list[str]:
    """Rewrite lines so that Python-Markdown reads the lists and tables meant.

    `label` gives the private mark that stands for a label such as `(a)` at the beginning of its item.
    """
    widened = _widened(lines)
    return _Layout(widened, _accepted(widened, _marked(widened)), _table_lines(widened), label).run()


def lists_run_in(lines: Sequence[str]) -> tuple[int, ...]:
    """Return the lines, from 0, that begin a list right under other words."""
    items = _accepted(lines, _marked(lines))
    return tuple(
        index
        for index in range(1, len(lines))
        if items[index] is not None and _is_words(lines, items, index - 1)
    )


def _is_words(lines: Sequence[str], items: Sequence[Item | None], index: int) -> bool:
    """Whether a line is running text outside any list."""
    if not lines[index].strip():
        return False
    while index >= 0 and lines[index].strip():
        if items[index] is not None or lines[index].startswith("#"):
            return False
        index -= 1
    return True


def lone_items(lines: Sequence[str]) -> tuple[int, ...]:
    """Return the lines, from 0, that begin like an item of Markdown and are read as running text."""
    found = _marked(lines)
    pairs = zip(found, _accepted(lines, found), strict=True)
    return tuple(i for i, (one, item) in enumerate(pairs) if one and one.family in PLAIN and item is None)


def wide_rows(lines: Sequence[str]) -> tuple[int, ...]:
    """Return the rows of tables, from 0, that have more cells than their head: Markdown drops the rest."""
    tables = _table_lines(lines)
    wide: list[int] = []
    width = 0
    for index in sorted(tables):
        if index - 1 not in tables:
            width = _cells(lines[index])
        elif _cells(lines[index]) > width:
            wide.append(index)
    return tuple(wide)


def _widened(lines: Sequence[str]) -> list[str]:
    """Give a table's head as many cells as its widest row, so that no cell of that is dropped."""
    wide = wide_rows(lines)
    tables = _table_lines(lines)
    out = list(lines)
    for row in wide:
        head = row
        while head - 1 in tables:
            head -= 1
        for index, cell in ((head, " "), (head + 1, "---")):
            more = _cells(lines[row]) - _cells(out[index])
            bare = out[index].rstrip().removesuffix("|")
            out[index] = bare + f"|{cell}" * more + "|" if more > 0 else out[index]
    return out


def _cells(line: str) -> int:
    """How many cells a row of a table has; a bar that is escaped, or in backticks, parts none."""
    bare = re.sub(r"\\.|`[^`]*`", "x", line.strip())
    return bare.removeprefix("|").removesuffix("|").count("|") + 1


def _marked(lines: Sequence[str]) -> list[Item | None]:
    tables = _table_lines(lines)
    return [None if index in tables else item_of(line) for index, line in enumerate(lines)]


def item_of(line: str) -> Item | None:
    """Read the mark at the beginning of a line; None when it has none."""
    match = _ITEM.match(line)
    if match is None or _RULE.fullmatch(line):
        return None
    kind = match.lastgroup or ""
    mark = match[kind]
    indent = len(match["indent"].replace("\t", " " * TAB))
    return Item(indent, _family(kind, mark), mark, line[match.end() :])


def _family(kind: str, mark: str) -> str:
    match kind:
        case "plain":
            return "1." if mark[0].isdigit() else "-"
        case "label":
            return "label " + re.sub(r"[0-9A-Za-z]+", "", mark)
        case "dot":
            return "•" if mark == "·" else "o"
        case "sign":
            return {"◦": "o", "▪": "▪"}.get(mark, "•")
        case _:
            return mark


# -------------------------------------------------------------------------------------- what is an item


def _accepted(lines: Sequence[str], found: Sequence[Item | None]) -> list[Item | None]:
    """Leave out the marks that begin ordinary words."""
    followed = _followed(lines, found)
    accepted: list[Item | None] = []
    in_list = False
    for index, (line, item) in enumerate(zip(lines, found, strict=True)):
        before = lines[index - 1].strip() if index else ""
        begins = in_list or not before or before.startswith("#") or before.endswith(":")
        is_item = item is not None and (
            item.family in SURE or index in followed or (item.family in PLAIN and begins)
        )
        accepted.append(item if is_item else None)
        in_list = is_item or (in_list and bool(line.strip()) and not line.startswith("#"))
    return accepted


def _followed(lines: Sequence[str], found: Sequence[Item | None]) -> frozenset[int]:
    """The lines whose mark follows, or is followed by, another of its kind."""
    followed: set[int] = set()
    last: dict[tuple[int, str], int] = {}
    after_blank = True
    for index, (line, item) in enumerate(zip(lines, found, strict=True)):
        if not line.strip():
            after_blank = True
            continue
        if item is None and (line.startswith("#") or (after_blank and not line.startswith((" ", "\t")))):
            last = {}
        if item is not None:
            before = last.get((item.indent, item.family))
            one = found[before] if before is not None else None
            if before is not None and one is not None and (before in followed or _follows(one, item)):
                followed |= {before, index}
            last[item.indent, item.family] = index
        after_blank = False
    return frozenset(followed)


def _follows(one: Item, other: Item) -> bool:
    if not one.is_label or other.mark == one.mark:  # the same number before each item is a habit of Markdown
        return True
    return _bare(other.mark) in _next_labels(_bare(one.mark))


def _bare(mark: str) -> str:
    return mark.strip("().")


def _next_labels(label: str) -> frozenset[str]:
    """What may come after a label: `b` after `a`, `10` after `9`, `ii` and `j` after `i`."""
    if label.isdigit():
        return frozenset((str(int(label) + 1),))
    after = {chr(ord(label) + 1)} if len(label) == 1 else set()
    low = label.lower()
    if low in ROMAN[:-1]:
        next_roman = ROMAN[ROMAN.index(low) + 1]
        after.add(next_roman if label == low else next_roman.upper())
    return frozenset(after)


def _table_lines(lines: Sequence[str]) -> frozenset[int]:
    """The lines of tables: a head, the line of dashes under it, and the rows up to a blank line."""
    found: set[int] = set()
    for index in range(1, len(lines)):
        is_head = "|" in lines[index - 1] and "|" in lines[index] and _DELIMITER.fullmatch(lines[index])
        if is_head or (index - 1 in found and lines[index].strip()):
            found |= {index - 1, index}
    return frozenset(found)


# ------------------------------------------------------------------------------------------- rewriting


class _Layout:
    """The state of the rewriting: the lists that are open."""

    def __init__(
        self,
        lines: Sequence[str],
        items: Sequence[Item | None],
        tables: frozenset[int],
        label: Callable[[str], str],
    ) -> None:
        self.lines = lines
        self.items = items
        self.tables = tables
        self.label = label
        self.out: list[str] = []
        self.open: list[Item] = []
        self.loose = False
        """Whether the last line is of an item's second paragraph, behind which an item needs a blank line."""

    def run(self) -> list[str]:
        """Return all lines, rewritten."""
        for index, (line, item) in enumerate(zip(self.lines, self.items, strict=True)):
            if item is not None:
                self._item(item)
            elif self.open and line.strip() and index not in self.tables and not line.startswith("#"):
                self._within(line)
            else:
                self._outside(index, line)
        return self.out

    def _item(self, item: Item) -> None:
        if self.loose:
            self._part()
        self.loose = False
        depth = self._depth(item)
        if depth == len(self.open):
            if not self.open:
                self._part()
        elif self._begins_anew(self.open[depth], item):
            self._part()
            if item.ordered and self.open[depth].ordered:  # a paragraph of nothing parts the two
                self.out += [" " * (TAB * depth) + self.label(""), ""]
        del self.open[depth:]
        self.open.append(item)
        mark = item.mark if item.family == "1." else "1." if item.ordered else "-"
        label = self.label(item.mark) if item.is_label else ""
        self.out.append(f"{' ' * (TAB * depth)}{mark} {label}{item.text}")

    def _begins_anew(self, last: Item, item: Item) -> bool:
        """Whether an item begins another list than the last one's: other marks, or numbers from 1 again."""
        if last.family != item.family:
            return True
        after_blank = bool(self.out) and not self.out[-1].strip()
        return item.ordered and after_blank and _bare(item.mark) in FIRST and _bare(last.mark) not in FIRST

    def _depth(self, item: Item) -> int:
        """How deep an item is among the open lists."""
        inner = INNER.get(item.family, 0)
        if self.open and inner > INNER.get(self.open[0].family, 0) and item.indent == self.open[0].indent:
            ranks = [INNER.get(each.family, 0) for each in self.open]
            return next((depth for depth, rank in enumerate(ranks) if rank >= inner), len(ranks))
        depth = len(self.open)
        while depth and item.indent < self.open[depth - 1].indent + NEST:
            depth -= 1
        return depth

    def _within(self, line: str) -> None:
        """Words that go on an item, or a paragraph of one that is further in than its mark."""
        indent = len(line) - len(line.lstrip())
        if self.out and not self.out[-1].strip():
            depth = len(self.open)
            while depth and indent < self.open[depth - 1].indent + NEST:
                depth -= 1
            del self.open[depth:]
            self.out.append(" " * (TAB * depth) + line.lstrip() if depth else line)
            self.loose = bool(depth)
            return
        self.out.append(" " * (TAB * (len(self.open) - 1)) + line.lstrip())

    def _outside(self, index: int, line: str) -> None:
        begins_table = index in self.tables and index - 1 not in self.tables
        is_picture = PICTURE.fullmatch(line) is not None
        if begins_table or is_picture or (self.open and line.startswith("#")):
            self._part()
        if line.strip():
            self.open = []
        self.out += [line, ""] if is_picture else [line]

    def _part(self) -> None:
        """Put a blank line, where there is none."""
        if self.out and self.out[-1].strip():
            self.out.append("")


PICTURE = re.compile(r"[ ]{0,3}!\[[^\]]*\]\([^)]*\)[ \t]*")
"""A picture that has its line to itself."""
SURE = frozenset(("•", "▪", "o"))
"""Marks that begin nothing but an item."""
PLAIN = frozenset(("-", "1."))
"""Marks of Markdown, which may also begin a line of running text."""
FIRST = frozenset(("1", "a", "A"))
"""Labels that begin a list."""
INNER = {"o": 1, "▪": 2}
"""Word's bullets for lists within lists, which are pasted without their indent."""
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


# ------------------------------------------------------------------------------------------- footnotes

_DEFINITION = re.compile(r"[ ]{0,3}\[\^(?P<label>[^\]\[\s]{1,40})\]:[ \t]*(?P<text>.*)")
REFERENCE = re.compile(r"\[\^(?P<label>[^\]\[\s]{1,40})\](?!:)")


class FootnoteDefinition(Struct, frozen=True):
    """A footnote's own words, as they were written."""

    label: str
    text: str
    place: Place


def split_definitions(text: str, place: Place) -> tuple[str, tuple[FootnoteDefinition, ...]]:
    """Take the footnotes' own words out of a text; blank lines are left in their places.

    A definition goes on over the lines that follow it, up to a blank line, a heading or another definition.
    """
    lines = text.split("\n")
    found: list[FootnoteDefinition] = []
    index = 0
    while index < len(lines):
        match = _DEFINITION.fullmatch(lines[index])
        if match is None:
            index += 1
            continue
        end = _end(lines, index + 1)
        words = "\n".join((match["text"], *(line.strip() for line in lines[index + 1 : end])))
        at = Place(place.file, max(place.line, 1) + index, match.start("text") + 1)
        found.append(FootnoteDefinition(match["label"], words, at))
        lines[index:end] = [""] * (end - index)
        index = end
    return "\n".join(lines), tuple(found)


def _end(lines: list[str], start: int) -> int:
    for index in range(start, len(lines)):
        line = lines[index]
        if not line.strip() or line.startswith("#") or _DEFINITION.fullmatch(line):
            return index
    return len(lines)


def by_label(definitions: Iterable[FootnoteDefinition]) -> Mapping[str, FootnoteDefinition]:
    """The first definition of each label."""
    known: dict[str, FootnoteDefinition] = {}
    for definition in definitions:
        known.setdefault(definition.label, definition)
    return known


def check_definitions(text: str, definitions: Iterable[FootnoteDefinition], faults: FindingLog) -> None:
    """Find footnotes that nothing refers to, and labels that two footnotes share, in the text of a file."""
    used = {match["label"] for match in REFERENCE.finditer(text)}
    seen: dict[str, FootnoteDefinition] = {}
    for definition in definitions:
        label = excerpt(f"[^{definition.label}]")
        if definition.label in seen:
            faults.error(
                "footnote-repeated", definition.place, f"a second footnote {label}",
                f"each label once (see line {seen[definition.label].place.line})",
                "Give one of the two another label.",
            )  # fmt: skip
        elif definition.label not in used:
            faults.error(
                "footnote-unused", definition.place, f"the footnote {label}, to which nothing refers",
                f"{label} behind the words that it is for",
                "Put the mark into the text, or take the footnote out: it would not be printed.",
            )  # fmt: skip
        seen.setdefault(definition.label, definition)
