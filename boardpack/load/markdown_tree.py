"""Python-Markdown's element tree → blocks of the Document: plain runs, and links to what they may lead to."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from markdown.util import AMP_SUBSTITUTE
from msgspec import Struct, field
from msgspec.structs import replace

from boardpack.content import (
    Align,
    Cell,
    Column,
    Footnote,
    HeaderScope,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Placeholder,
    Prose,
    Row,
    Table,
    Text,
)
from boardpack.load.files import named_characters, place_at
from boardpack.load.findings import FindingLog, excerpt
from boardpack.model.finding import Place

OPEN, CLOSE = "\ue000", "\ue001"
"""Private-use marks round the number of a live figure; files with such characters are refused."""

PLAIN = Text("")
"""The voice of words that are neither strong nor emphasised."""

_MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_BLOCKS = frozenset(("p", "ul", "ol", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6"))


class ItemLabel(Struct, frozen=True):
    """A list item's label as it was written: `(a)`."""

    text: str


class Reader(Struct):
    """What the reading of one text needs to remember."""

    text: str
    place: Place
    faults: FindingLog
    notes: Mapping[str, tuple[Inline, ...]] = field(default_factory=dict)
    """The words of footnotes, by label."""
    lead: tuple[int, int] = (0, 0)
    """Lines before the text, and characters before it in its first line, of the narrative's source."""
    marks: list[Placeholder | Footnote | ItemLabel | str] = field(default_factory=list)
    searched: dict[str, int] = field(default_factory=dict)
    """How far each link target has been looked for, so that the second one is found behind the first."""

    def figure(self, expression: str, line: int, column: int) -> str:
        """Remember a live figure and return its mark."""
        lines, letters = self.lead
        return self.mark(Placeholder(expression, line + lines, column + (letters if line == 1 else 0)))

    def label(self, text: str) -> str:
        """Remember the label of a list's item and return its mark."""
        return self.mark(ItemLabel(text))

    def mark(self, meant: Placeholder | Footnote | ItemLabel | str) -> str:
        """Remember what a mark stands for, or words that are no Markdown, and return the mark."""
        self.marks.append(meant)
        return f"{OPEN}{len(self.marks) - 1}{CLOSE}"

    def said(self, mark: re.Match[str]) -> str:
        """The words of a mark; a live figure's mark stays."""
        kept = self.marks[int(mark[1])]
        return kept if isinstance(kept, str) else mark[0]

    def where(self, target: str) -> Place:
        """The place of a link's or an image's target."""
        offset = self.text.find(target, self.searched.get(target, 0)) if target else -1
        if offset < 0:
            return self.place
        self.searched[target] = offset + 1
        return self.at(offset)

    def at(self, offset: int) -> Place:
        """The place of a character of the text."""
        return place_at(self.text, offset, self.place)


def blocks_of(parent: Element, reader: Reader) -> tuple[Prose, ...]:
    """Read an element's children; words outside any block make a paragraph of their own."""
    blocks: list[Prose] = []
    loose: list[Inline] = list(_text(parent.text, PLAIN, reader))
    for child in parent:
        if child.tag in _BLOCKS:
            blocks += _paragraph(loose)
            loose = []
            blocks += _block(child, reader)
        else:
            loose += _element(child, PLAIN, reader)
        loose += _text(child.tail, PLAIN, reader)
    return (*blocks, *_paragraph(loose))


def _paragraph(content: list[Inline]) -> tuple[Prose, ...]:
    runs = tidied(content)
    return (Paragraph(runs),) if runs else ()


def _block(element: Element, reader: Reader) -> tuple[Prose, ...]:
    match element.tag:
        case "p" if _is_picture(element):
            return tuple(image for child in element for image in _picture(child, reader))
        case "p":
            return _paragraph(inlines(element, reader))
        case "ul" | "ol":
            return (_list(element, reader),)
        case "table":
            return (_table(element, reader),)
        case "hr":
            return ()
        case _:
            content = tidied(inlines(element, reader))
            return (Heading(max(2, int(element.tag[1:])), content),) if content else ()


def _list(element: Element, reader: Reader) -> ListBlock:
    ordered = element.tag == "ol"
    labels = tuple(_label(item, reader) for item in element) if ordered else ()
    items = tuple(blocks_of(item, reader) for item in element)
    start = int(element.get("start", "1")[:6])
    return ListBlock(items, ordered=ordered, start=start, labels=labels if all(labels) else ())


def _label(item: Element, reader: Reader) -> str:
    """The label that an item was written with; empty for a number of Markdown's own."""
    first = item.text if (item.text or "").strip() or not len(item) else item[0].text
    match = _MARK.match((first or "").lstrip())
    meant = reader.marks[int(match[1])] if match is not None else None
    return meant.text if isinstance(meant, ItemLabel) else ""


def _is_picture(element: Element) -> bool:
    """Whether a paragraph holds pictures and no words."""
    words = (element.text or "") + "".join(child.tail or "" for child in element)
    return bool(len(element)) and not words.strip() and all(child.tag == "img" for child in element)


def _picture(element: Element, reader: Reader) -> Iterator[Image]:
    source = _MARK.sub(reader.said, _plain(element.get("src", "")))
    alt, title = (_attribute(element, name, reader) for name in ("alt", "title"))
    place = reader.where(source)
    if OPEN in source + alt + title:
        reader.faults.error(
            "image-refused", place, "a live figure or a footnote in a picture's words or name",
            "plain words: `![what it shows](name.png)`", "Put the figure into the text beside it.",
        )  # fmt: skip
    elif not alt:
        reader.faults.error(
            "image-alt", place, f"the picture {excerpt(source)} without words for those who cannot see it",
            "`![what it shows](name.png)`", "Say in the square brackets what the picture shows.",
        )  # fmt: skip
    else:
        yield Image(source, alt, (Text(title),) if title else (), line=place.line)


def _attribute(element: Element, name: str, reader: Reader) -> str:
    words = named_characters(_MARK.sub(reader.said, _plain(element.get(name, ""))))
    return " ".join(words.split())


def _table(element: Element, reader: Reader) -> Table:
    head, *rest = [list(section) for section in element]
    aligned = (cell.get("style", "") + cell.get("align", "") for cell in head[0])
    columns = tuple(ALIGNMENTS.get(each, Column(flexible=True)) for each in aligned)
    return Table(
        columns=columns,
        head=tuple(_row(row, HeaderScope.COLUMN, reader) for row in head),
        body=tuple(_row(row, None, reader) for section in rest for row in section),
        role="narrative",
    )


def _row(row: Element, header: HeaderScope | None, reader: Reader) -> Row:
    return Row(tuple(Cell(tidied(inlines(cell, reader)), header) for cell in row))


ALIGNMENTS = {
    "text-align: right;": Column(Align.NUMBER),
    "text-align: center;": Column(Align.CENTRE),
}


# ------------------------------------------------------------------------------------------ inlines


def inlines(element: Element, reader: Reader, voice: Text = PLAIN) -> list[Inline]:
    """Read the words of an element in a voice: the strong and emphasis in force."""
    found: list[Inline] = list(_text(element.text, voice, reader))
    for child in element:
        found += _element(child, voice, reader)
        found += _text(child.tail, voice, reader)
    return found


def _element(element: Element, voice: Text, reader: Reader) -> list[Inline]:  # noqa: PLR0911 - a case a tag
    match element.tag:
        case "strong":
            return inlines(element, reader, replace(voice, strong=True))
        case "em":
            return inlines(element, reader, replace(voice, emphasis=True))
        case "span":
            said = {"language": element.get("lang", voice.language), "pin": element.get("pin", voice.pin)}
            return inlines(element, reader, replace(voice, **said))
        case "br":
            return [LineBreak()]
        case "a":
            return _link(element, voice, reader)
        case "img":
            return _image(element, voice, reader)
        case _:
            return inlines(element, reader, voice)


def _link(element: Element, voice: Text, reader: Reader) -> list[Inline]:
    target = _MARK.sub(reader.said, _plain(element.get("href", "")))
    content = tidied(inlines(element, reader, voice))
    runs = tuple(run for run in content if isinstance(run, Text))
    place = reader.where(target if target in reader.text else target.removeprefix("mailto:"))
    if len(runs) != len(content) or OPEN in target:
        reader.faults.error(
            "figure-in-link", place, "a live figure, an image or a line end inside a link",
            "a link with plain words and a plain address", "Put the figure before or after the link.",
        )  # fmt: skip
        return list(content)
    if not TARGET.fullmatch(target):
        reader.faults.error(
            "link-refused", place, refusal(target),
            "a whole address after `https://` or `mailto:`, or a `#` place in the pack",
            "Give the whole address, or take the link out.",
        )  # fmt: skip
        return list(content)
    warn_of_link(target, "".join(run.text for run in runs), place, reader.faults)
    return [Link(target, runs, _MARK.sub(reader.said, element.get("title", "")))] if runs else []


def _image(element: Element, voice: Text, reader: Reader) -> list[Inline]:
    reader.faults.error(
        "image-refused", reader.where(_plain(element.get("src", ""))), "a picture among other words",
        "a picture on a line of its own, outside lists and tables",
        "Put the picture on a line of its own.",
    )  # fmt: skip
    return list(_text(element.get("alt", ""), voice, reader))


def _text(text: str | None, voice: Text, reader: Reader) -> Iterator[Inline]:
    """Words in a voice, with live figures in place of their marks."""
    for index, piece in enumerate(_MARK.split(_plain(text or ""))):
        if index % 2 == 0:
            if piece:
                yield replace(voice, text=named_characters(piece))
            continue
        match reader.marks[int(piece)]:
            case Placeholder() as figure:
                yield replace(figure, strong=voice.strong, emphasis=voice.emphasis)
            case Footnote() as note:
                yield note
            case str(words):
                yield replace(voice, text=words)
            case ItemLabel():
                pass


def _plain(text: str) -> str:
    return html.unescape(text.replace(AMP_SUBSTITUTE, "&")) if AMP_SUBSTITUTE in text else text


def tidied(content: list[Inline]) -> tuple[Inline, ...]:
    """Join runs of one voice, make every stretch of blanks one blank, and take those off both ends."""
    runs: list[Inline] = []
    for run in content:
        if isinstance(run, Text):
            _append(replace(run, text=re.sub(r"[ \t\n]+", " ", run.text)), runs)
        elif not isinstance(run, LineBreak) or _strip_end(runs):
            runs.append(run)
    while _strip_end(runs) and isinstance(runs[-1], LineBreak):
        runs.pop()
    return tuple(runs)


def _append(run: Text, runs: list[Inline]) -> None:
    last = runs[-1] if runs else LineBreak()
    if isinstance(last, LineBreak) or (isinstance(last, Text) and last.text.endswith(" ")):
        run = replace(run, text=run.text.lstrip(" "))
    if not run.text:
        return
    if isinstance(last, Text) and replace(last, text="") == replace(run, text=""):
        runs[-1] = replace(last, text=last.text + run.text)
    else:
        runs.append(run)


def _strip_end(runs: list[Inline]) -> bool:
    """Take the blanks off the end, and a run that was nothing else; whether anything is left."""
    if runs and isinstance(last := runs[-1], Text):
        runs.pop()
        if text := last.text.rstrip(" "):
            runs.append(replace(last, text=text))
    return bool(runs)


TARGET = re.compile(r"https://[^\s/]+\S*|mailto:[^\s@?]+@[^\s@?]+|#\S+")
_SHOWN = re.compile(r"(?:https?://)?(?P<host>[^\s/:@]+\.[^\s/:@]{2,})(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
"""Words that are an address themselves."""


def refusal(target: str) -> str:
    """Say what is wrong with the target of a link that is refused."""
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.\-]{0,20}:", target)
    if scheme is None:
        return "a link to something that is no web address" if target.strip() else "a link to nothing"
    name = scheme[0].casefold()
    if name not in {"https:", "mailto:"}:
        return f"a link to `{scheme[0]}`"
    if re.search(r"\s", target):
        return f"a link to `{name}` with a blank in its address"
    return f"a link to `{scheme[0]}` {_misfit(name, scheme[0], target)}"


def _misfit(name: str, written: str, target: str) -> str:
    if written != name:
        return "in capitals"
    if name == "mailto:":
        return "with a question mark and more" if "?" in target else "with no single address behind it"
    return "with no address behind it"


def warn_of_link(target: str, words: str, place: Place, faults: FindingLog) -> None:
    """Warn of a link that leads elsewhere than it seems, by its words, a name before `@`, or its letters."""
    if not target.startswith("https://"):
        return
    authority = re.split(r"[/?#]", target.removeprefix("https://"), maxsplit=1)[0]
    user, at, where = authority.rpartition("@")
    host = where.partition(":")[0].casefold()
    shown = _SHOWN.fullmatch(words.strip())
    if at:
        faults.warning(
            "link-user", place, f"a link that names {excerpt(user)} and leads to {excerpt(host)}",
            "an address without `@` before the first `/`", "Write the address of the site alone.",
        )  # fmt: skip
    if shown is not None and _bare(shown["host"]) != _bare(host):
        faults.warning(
            "link-words", place,
            f"a link whose words say {excerpt(shown['host'])} and which leads to {excerpt(host)}",
            "words and address that agree", "Correct one of the two, or describe in words what is linked to.",
        )  # fmt: skip
    if not host.isascii() or re.search(r"(?:^|\.)xn--", host):
        faults.warning(
            "link-letters", place,
            f"a link to a site whose name has letters beyond a to z: {ascii(host)[1:61]}",
            "a name that cannot be taken for another", "Check that it is the site that is meant.",
        )  # fmt: skip


def _bare(host: str) -> str:
    return host.casefold().removeprefix("www.").rstrip(".")
