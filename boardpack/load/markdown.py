r"""Markdown as people write commentary → blocks of the Document; nothing else gets through.

Paragraphs, emphasis, strong, lists and lists in lists, links, tables, sub-headings, footnotes, pictures and
forced line ends are read; `[Croeso]{lang=cy}` marks words in another language. A comment `<!-- … -->` is not
printed. Raw HTML, words struck out and links other than https, mailto and #anchor are findings. `{{W1}}` is a
live figure and `\{{` the two brackets themselves.
Python-Markdown does the reading, on input bounded beforehand, without its processors for HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor

from boardpack.content import Footnote, Inline, LineBreak, Paragraph, Prose
from boardpack.load.cell_parsers import LANGUAGE
from boardpack.load.files import place_at, position
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.markdown_lines import (
    FootnoteDefinition,
    by_label,
    lay_out_lines,
    lists_run_in,
    lone_items,
    split_definitions,
    wide_rows,
)
from boardpack.load.markdown_tree import Reader, blocks_of
from boardpack.model.finding import Finding, Place

CHARACTERS = 60_000
"""Of one piece of commentary: some 10,000 words."""
WORD = 200
ADDRESS = 2_000
INDENT = 40
MARK_LIMITS = (("[", 300), ("<", 300), ("{", 600), ("*_`", 2_000), ("|", 2_000), ("\\", 2_000))
"""How often marks may occur that Python-Markdown takes long to read in great numbers."""

TALL = 300
_MARKERS = re.compile(r"^[ \t]*(?:(?:[-*+]|[0-9]{1,9}\.)[ \t]+){5}", re.MULTILINE)

_STARS = re.compile(r"(?P<stars>\*+)|\\.|\n[ \t]*\n")
_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,40}(?:\s[^<>]{0,2000})?/?>|<[!?][A-Za-z\[][^<>]{0,2000}>?")
_REF, _MONTH = r"[^\"{}\n]{1,40}", r"\d{4}-(?:0[1-9]|1[0-2])"
_SPAN = re.compile(
    r"\[(?P<words>(?:[^\[\]\n]|\n(?!\s*\n)){1,2000})\]"
    rf"\{{(?:lang=(?P<tag>{LANGUAGE.pattern})"
    rf"|ref=\"(?P<ref>{_REF})\"(?:[ \t]+month=\"(?P<month>{_MONTH})\")?)\}}"
)
"""Words with their language, `[Croeso]{lang=cy}`, or a figure with its indicator, `[67%]{ref="FD 3"}`."""
_LANGUAGE_MARK = re.compile(r"\{[ \t]*lang\b[^{}\n]{0,200}\}?", re.IGNORECASE)
_PIN_MARK = re.compile(r"(?<=\])\{[ \t]*(?:ref|month)\b[^{}\n]{0,200}\}?", re.IGNORECASE)
_FIGURE = re.compile(
    r"(?P<escape>\\\{\{)|\{\{(?P<expression>[^{}\n]{0,200})\}\}|(?P<open>\{\{)"
    r"|\[\^(?P<note>[^\]\[\s]{1,40})\](?!:)"
)
_STRUCK = re.compile(r"~~(?=[^\s~])(?:(?!\n[ \t]*\n).){1,2000}?~~", re.DOTALL)
_TASK = re.compile(r"^[ \t]*(?:[-*+•]|[0-9]{1,2}\.)[ \t]+(?P<box>\[[ xX]\])[ \t]", re.MULTILINE)
_MARKED = (
    (
        "==…==",
        "*emphasis* or **strong**",
        re.compile(r"(?<![=\w])==(?=[^\s=])[^=\n]{0,300}[^\s=]==(?![=\w])"),
    ),
    ("^…^", "the sign itself, such as ²", re.compile(r"(?<=[\w)])\^[\w+-]{1,20}\^(?!\^)")),
    ("~…~", "the sign itself, such as ₂", re.compile(r"(?<=[\w)])(?<!~)~[\w+-]{1,20}~(?!~)")),
    (
        ">",
        "the words quoted, in quotation marks",
        re.compile(r"^[ \t]{0,3}>[ \t]?(?=[^\s\d£=<>])", re.MULTILINE),
    ),
)
"""Marks that other programs read: what they look like, what to write instead, and how they are found."""


def parse(
    source: str, place: Place, definitions: Iterable[FootnoteDefinition] = ()
) -> tuple[tuple[Prose, ...], tuple[Finding, ...]]:
    """Read commentary whose first line is `place.line`; findings for what cannot be printed.

    `definitions` are footnotes of the same file that are outside the text.
    """
    faults = FindingLog()
    text = without_comments(source, place, faults)
    if not _bounded(text, place, faults):
        return (), tuple(faults.findings)
    _refuse_html(text, place, faults)
    _refuse_spans(text, place, faults)
    body, own = split_definitions(_without_trailing(text, source), place)
    try:
        notes = {name: _note(note, place, faults) for name, note in by_label((*own, *definitions)).items()}
        return _read(Reader(_without_struck(body, place, faults), place, faults, notes=notes)), tuple(
            faults.findings
        )
    except RecursionError:
        _parser.cache_clear()  # it was left in the middle of something
        faults.error(
            "too-large", place, "lists and voices inside one another beyond counting",
            "commentary of ordinary shape", "Write it more plainly: one list in another is enough.",
        )  # fmt: skip
        return (), tuple(faults.findings)


def _read(reader: Reader) -> tuple[Prose, ...]:
    """Read the text of a reader, whose line ends and comments are settled."""
    _warn_of_marks(reader)
    marked = _FIGURE.sub(lambda found: _mark(found, reader), reader.text)
    lines = _lone_stars(marked, reader).split("\n")
    _warn_of_lists_run_in(lines, reader)
    _warn_of_wide_rows(lines, reader)
    return blocks_of(_tree("\n".join(lay_out_lines(lines, reader.label))), reader)


def _note(note: FootnoteDefinition, place: Place, faults: FindingLog) -> tuple[Inline, ...]:
    """The words of a footnote; its paragraphs are parted by line ends."""
    text = _without_struck(note.text, note.place, faults)
    reader = Reader(
        text, note.place, faults, lead=(note.place.line - max(place.line, 1), note.place.column - 1)
    )
    blocks = _read(reader)
    if any(not isinstance(block, Paragraph) for block in blocks) or not blocks:
        faults.error(
            "footnote-shape", note.place,
            "a footnote that is no plain words" if blocks else "a footnote without words",
            "a sentence or two", "Write it as plain words, without lists, tables and pictures.",
        )  # fmt: skip
    content: list[Inline] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            content += [LineBreak(), *block.content] if content else block.content
    return tuple(content)


def without_comments(text: str, place: Place, faults: FindingLog) -> str:
    """Put blanks in place of comments, so that every line and column stays where it was."""
    pieces: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            faults.error(
                "comment-open", place_at(text, start, place), "a comment `<!--` that is never closed",
                "`-->` at its end", "Close the comment, or delete its beginning.",
            )  # fmt: skip
        stop = end + 3 if end >= 0 else len(text)
        pieces += [text[done:start], re.sub(r"[^\n]", " ", text[start:stop])]
        done = stop
    return "".join((*pieces, text[done:]))


def _without_trailing(text: str, source: str) -> str:
    """Take off the blanks a comment left at a line's end: two would be a forced line end."""
    pairs = zip(text.split("\n"), source.split("\n"), strict=True)
    return "\n".join(
        line.rstrip() if "-->" in written or "<!--" in written else line for line, written in pairs
    )


# ----------------------------------------------------------------------------------- before parsing


def _bounded(text: str, place: Place, faults: FindingLog) -> bool:
    """Whether a text is of a size that is read and laid out in no time."""
    for offset, found, expected in _excesses(text):
        faults.error(
            "too-large", place_at(text, offset, place), found, expected,
            "Shorten it: this is more than commentary needs.",
        )  # fmt: skip
        return False
    return True


def _excesses(text: str) -> list[tuple[int, str, str]]:
    found: list[tuple[int, str, str]] = []
    if len(text) > CHARACTERS:
        return [(0, f"{len(text):,} characters", f"at most {CHARACTERS:,} in one piece of commentary")]
    for marks, limit in MARK_LIMITS:
        count = sum(text.count(mark) for mark in marks)
        if count > limit:
            first = min(offset for mark in marks if (offset := text.find(mark)) >= 0)
            found.append((first, f"{count:,} of the marks `{marks}`", f"at most {limit:,}"))
    for word in re.finditer(rf"\S{{{WORD + 1},}}", text):
        if "://" not in word[0] or len(word[0]) > ADDRESS:
            found.append((word.start(), f"a word of {len(word[0]):,} characters", f"at most {WORD}"))
            break
    if (start := _tall(text)) is not None:
        found.append((start, f"more than {TALL} lines without a blank one", f"at most {TALL}"))
    if markers := _MARKERS.search(text):
        found.append((markers.start(), "a line that opens many lists at once", "one list to a line"))
    if deep := re.search(rf"^[ \t]{{{INDENT},}}(?=\S)", text, re.MULTILINE):
        found.append((deep.start(), f"a line indented by {len(deep[0])}", f"at most {INDENT - 1} blanks"))
    return found


def _tall(text: str) -> int | None:
    """Where a stretch of more than `TALL` lines without a blank one begins."""
    start = offset = height = 0
    for line in text.split("\n"):
        height = height + 1 if line.strip() else 0
        start = offset if height == 1 else start
        if height > TALL:
            return start
        offset += len(line) + 1
    return None


def _refuse_html(text: str, place: Place, faults: FindingLog) -> None:
    for tag in _HTML.finditer(text):
        faults.error(
            "raw-html", place_at(text, tag.start(), place), f"the HTML tag `{_tag_name(tag[0])}`",
            "plain Markdown: no HTML",
            "Take the tag out; Markdown has *emphasis*, **strong**, lists and tables.",
        )  # fmt: skip


def _refuse_spans(text: str, place: Place, faults: FindingLog) -> None:
    """Refuse a `{lang=…}` or `{ref=…}` that is no mark behind words in square brackets."""
    good = {span.end() for span in _SPAN.finditer(text)}
    for mark in _LANGUAGE_MARK.finditer(text):
        if mark.end() not in good:
            faults.error(
                "language-span", place_at(text, mark.start(), place),
                "a mark of a language that cannot be read",
                "words in another language and their tag, such as `[Croeso]{lang=cy}`",
                "Put the words in square brackets right before the braces, and the tag (BCP 47) in them.",
            )  # fmt: skip
    for mark in _PIN_MARK.finditer(text):
        if mark.end() not in good:
            faults.error(
                "pin-span", place_at(text, mark.start(), place), "a pin that cannot be read",
                'the reference and, if need be, the month: `[67%]{ref="FD 3" month="2017-09"}`',
                "Write both between straight quotation marks, the month as year and number.",
            )  # fmt: skip


class _Spans(InlineProcessor):
    """Read `[Croeso]{lang=cy}` and `[67%]{ref="FD 3"}` as spans with what they say."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override] # noqa: ARG002, N802 - the library's name
        """Return the span, whose words are read on."""
        pin = " ".join(filter(None, (m["ref"], m["month"])))
        span = Element("span", {"lang": m["tag"]} if m["tag"] else {"pin": pin})
        span.text = m["words"]
        return span, m.start(0), m.end(0)


def _without_struck(text: str, place: Place, faults: FindingLog) -> str:
    """Take out what is struck through, which is a finding: it must never print as if it held."""

    def blank(struck: re.Match[str]) -> str:
        faults.error(
            "text-struck", place_at(text, struck.start(), place), "words that are struck out: `~~…~~`",
            "the words that hold, and no others",
            "Delete what is struck out; the earlier version is in the files as they were.",
        )  # fmt: skip
        return re.sub(r"[^\n]", " ", struck[0])

    if "~~" not in text:
        return text
    lines = zip(_STRUCK.sub(blank, text).split("\n"), text.split("\n"), strict=True)
    return "\n".join(line if line == written else line.rstrip() for line, written in lines)


def _warn_of_marks(reader: Reader) -> None:
    """Warn of marks that other programs read and a pack prints as they are."""
    for task in _TASK.finditer(reader.text):
        reader.faults.warning(
            "task-box", reader.at(task.start("box")), f"a box to tick: `{task['box']}`",
            "words: what is done and what is not",
            "Say in words whether it is done, or put it into the action log; the box is printed as it is.",
        )  # fmt: skip
    for mark, instead, pattern in _MARKED:
        for marked in pattern.finditer(reader.text):
            reader.faults.warning(
                "mark-unread", reader.at(marked.start()), f"the mark `{mark}`", instead,
                "Write that; other marks are printed as they stand.",
            )  # fmt: skip


def _warn_of_lists_run_in(lines: list[str], reader: Reader) -> None:
    """Note the lists that begin right under other words, and warn of a lone item there."""
    for index in lists_run_in(lines):
        reader.faults.note(
            "list-under-words", Place(reader.place.file, max(reader.place.line, 1) + index),
            "a list right under other words", "a blank line above it",
            "Nothing need be done: it is read as a list.",
        )  # fmt: skip
    _warn_of_lone_items(lines, reader)


def _warn_of_lone_items(lines: list[str], reader: Reader) -> None:
    """Warn of a lone item right under other words: it is printed as running text, as it may well be meant."""
    for index in lone_items(lines)[:1]:
        column = len(lines[index]) - len(lines[index].lstrip()) + 1
        reader.faults.warning(
            "list-run-in", Place(reader.place.file, max(reader.place.line, 1) + index, column),
            "a line that begins like an item of a list, and is printed as running text",
            "a blank line above a list",
            "Put a blank line above it if it is an item; else begin it otherwise.",
        )  # fmt: skip


def _warn_of_wide_rows(lines: list[str], reader: Reader) -> None:
    for index in wide_rows(lines):
        reader.faults.warning(
            "table-row-wide", Place(reader.place.file, max(reader.place.line, 1) + index),
            "a row of a table with more cells than its head; the head is given empty ones",
            "as many cells as the head has",
            "Give the head another column, or write `\\|` for a bar that parts no cells.",
        )  # fmt: skip


def _tag_name(tag: str) -> str:
    name = re.match(r"</?[A-Za-z0-9-]+", tag)
    return f"{name[0]}>" if name else tag[:2]


def _mark(found: re.Match[str], reader: Reader) -> str:
    """Put a private mark in place of a live figure or a footnote, so that Markdown does not read it."""
    if found["escape"]:
        return reader.mark("{{")
    if found["open"]:
        reader.faults.error(
            "figure-open", reader.at(found.start()), "`{{` without `}}` on the same line",
            "a live figure such as `{{W1}}`",
            "Close it with `}}`, or write `\\{{` for the brackets themselves.",
        )  # fmt: skip
        return reader.mark("{{")
    if found["note"]:
        return _note_mark(found, reader)
    return reader.figure(found["expression"].strip(), *position(reader.text, found.start()))


def _note_mark(found: re.Match[str], reader: Reader) -> str:
    content = reader.notes.get(found["note"])
    if content is None:
        reader.faults.error(
            "footnote-missing", reader.at(found.start()),
            f"a mark {excerpt(found[0])} without its footnote",
            f"a line `{found[0]}: …` in the same file",
            "Add the footnote, or take the mark out.",
        )  # fmt: skip
    return reader.mark(Footnote(content)) if content else reader.mark(found[0])


def _lone_stars(text: str, reader: Reader) -> str:
    """Keep asterisks that are footnote marks (`CIN* who …, LAC* who …`) from being read as emphasis.

    One opens emphasis only before a word and not behind one, and closes it only where one is open.
    """
    opened = False

    def keep(found: re.Match[str]) -> str:
        nonlocal opened
        if not found["stars"]:  # the end of a paragraph, or an escaped character
            opened = opened and found[0].startswith("\\")
            return found[0]
        before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
        if not before.strip() and not after.strip():  # a list's mark, or a star alone
            return found[0]
        if opened and before.strip():
            opened = False
            return found[0]
        if after.strip() and not before.isalnum():
            opened = True
            return found[0]
        return reader.mark(found[0])

    return _STARS.sub(keep, text)


# --------------------------------------------------------------------------------------- the parser


@lru_cache(maxsize=1)
def _parser() -> Markdown:
    """The parser, which takes longer to make than to read a paragraph with."""
    # Given by name, they would be looked for among all that is installed: slow, and not the same everywhere.
    reader = Markdown(extensions=[TableExtension(), SaneListExtension()], output_format="xhtml")
    reader.preprocessors.deregister("html_block")
    for name in ("code", "quote", "reference"):
        reader.parser.blockprocessors.deregister(name)
    for name in ("html", "entity", "reference", "short_reference", "image_reference", "short_image_ref"):
        reader.inlinePatterns.deregister(name)
    reader.treeprocessors.deregister("prettify")
    reader.inlinePatterns.register(_Spans(_SPAN.pattern, reader), "language", 165)
    return reader


def _tree(text: str) -> Element:
    reader = _parser()
    reader.reset()
    lines = text.split("\n")
    for before in reader.preprocessors:
        lines = before.run(lines)
    parsed = reader.parser.parseDocument(lines).getroot()
    tree = Element("div") if parsed is None else parsed
    for step in reader.treeprocessors:
        changed = step.run(tree)
        tree = tree if changed is None else changed
    return tree
