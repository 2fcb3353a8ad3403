"""A complete second catalogue changes every printed or spoken word of a pack and none of its figures.

What is the pack's own (titles, commentary, names, notes) is in the data and stays; every other run of plain
letters would be a word that the program says past the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from boardpack.check.registry import check
from boardpack.compose import compose
from boardpack.compose.alt_text import short_title
from boardpack.compose.front import typographic
from boardpack.content import Badge, Inline, Link, Table, Text
from boardpack.document import Document, Figure, block_texts, walk
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.pack import Pack
from tests.support.projects import REPOSITORY, SMALL, copy_project
from tests.words.pseudo import ACCENTED, LANGUAGE, PLAIN, write_pseudo

BACK = str.maketrans(ACCENTED, PLAIN)


class Pair(NamedTuple):
    """A pack's document in English and in the made-up language, and the pack in the latter."""

    english: Document
    other: Document
    pack: Pack


@pytest.fixture(scope="module", params=[REPOSITORY, SMALL], ids=["october", "small"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A project built as it is and, with its language and its headings changed, built again."""
    folder = tmp_path_factory.mktemp("pseudo")
    copy_project(request.param, folder, styles=False)
    english = _document(Project(folder))[0]
    facts = folder / "data" / "pack.toml"
    changed = re.sub(r"(?m)^language = .*$", f'language = "{LANGUAGE}"', facts.read_text("utf-8"))
    facts.write_text(changed, "utf-8")
    for file in (folder / "narratives").rglob("*.md"):
        lines = [_translated_heading(line) for line in file.read_text("utf-8").split("\n")]
        file.write_text("\n".join(lines), "utf-8")
    return Pair(english, *_document(Project(folder, write_pseudo(tmp_path_factory.mktemp("languages")))))


def _document(project: Project) -> tuple[Document, Pack]:
    result = load(project)
    assert result.pack is not None
    assert not [f for f in result.findings if f.rule in {"language-unknown", "heading-unknown"}]
    notes = [finding for finding in check(result.pack) if finding.reader_note and not finding.waiver]
    return compose(result.pack, notes, draft=True), result.pack


def _translated_heading(line: str) -> str:
    return line.translate(str.maketrans(PLAIN, ACCENTED)) if re.match(r"# ", line) else line


def spoken(document: Document, pack: Pack) -> Iterator[str]:
    """Everything that is printed or spoken, piece by piece."""
    abbreviations = {entry.expansion for entry in pack.glossary}
    yield from (document.subject, document.period, document.stamp)
    for section in document.sections:
        yield section.title
        for block in walk(section.blocks):
            yield from block_texts(block)
            yield getattr(block, "summary", "")
            for one in _expansions(block):
                if one and one.translate(BACK).removesuffix("s") not in abbreviations:
                    yield one
            if isinstance(block, Figure):
                yield from (block.chart.target_words, block.chart.break_words)
                yield from (f"{point.label} {point.words}" for point in block.chart.points)


def _expansions(block: object) -> Iterator[str]:
    contents: list[tuple[Inline, ...]] = [getattr(block, "content", ())]
    if isinstance(block, Table):
        contents += [cell.content for row in (*block.head, *block.body) for cell in row.cells]
    for inline in (inline for content in contents for inline in content):
        match inline:
            case Text(expansion=expansion) | Badge(expansion=expansion):
                yield expansion
            case Link(description=description):
                yield description
            case _:
                pass


def test_every_word_changed(pair: Pair) -> None:
    data = sorted(set(_data(pair.pack)), key=lambda text: (-len(text), text))
    pattern = re.compile("|".join(rf"(?<![A-Za-z]){re.escape(text)}(?![A-Za-z])" for text in data))
    left = {
        text for text in spoken(pair.other, pair.pack) if re.search(r"[A-Za-z]{2}", pattern.sub("", text))
    }
    assert left == set()


def test_no_figure_changed(pair: Pair) -> None:
    one, two = ([*spoken(document, pair.pack)] for document in (pair.english, pair.other))
    assert [_figures(text) for text in one] == [_figures(text) for text in two]
    assert [text.translate(BACK).casefold() for text in one] == [
        text.translate(BACK).casefold() for text in two
    ]
    assert sum(text != other for text, other in zip(one, two, strict=True)) > len(one) / 4


def _figures(text: str) -> list[str]:
    return re.findall(r"[−-]?\d[\d,.:]*|[%£]", text)


def _data(pack: Pack) -> Iterator[str]:
    """The texts of the data: titles, commentary, names, notes, references, what was reported."""
    facts = pack.facts
    texts = [facts.title, typographic(facts.title), facts.appendix, facts.council, facts.committee,
             facts.classification, facts.version, facts.contact, facts.note]  # fmt: skip
    texts += [word for section in pack.sections for word in (section.title, section.published_title)]
    texts += [table.title for table in pack.tables]
    for indicator in pack.indicators:
        texts += [indicator.ref, indicator.owner]
        for one in indicator.definitions:
            texts += [one.reference, one.title, one.summary_reference, one.summary_title, one.change]
            texts += [short_title(one.title).rstrip("…")]
    texts += [word for t in pack.targets for word in (t.published, t.methodology, t.reason)]
    texts += [word for a in pack.actions for word in (a.ref, a.text, a.due_text, a.status_text, a.owner)]
    texts += [note.text for note in pack.notes]
    texts += [word for o in pack.owners for word in (o.code, o.role)]
    texts += [word for e in pack.glossary for word in (e.short, e.expansion)]
    texts += [word for o in pack.overrides for word in (o.reason, o.role)]
    texts += [word for r in pack.restatements for word in (r.was, r.now, r.reason)]
    texts += [word for r in pack.reported for word in (r.where, r.field, r.text, r.used, r.reason)]
    texts += [status.shorthand for status in {o.status for o in pack.observations.values()}]
    yield from (form for text in texts for form in _forms(text.strip()) if text.strip())
    for narrative in pack.narratives:
        for block in walk(narrative.blocks):
            yield from (re.sub(r"\{\{.*?\}\}", "", piece) for text in block_texts(block)
                        for piece in re.split(r"\{\{.*?\}\}", text) if piece.strip())  # fmt: skip


def _forms(text: str) -> tuple[str, ...]:
    """A text as it is, without its full stop, and as a sentence begins with it."""
    return text, text.rstrip("."), text[:1].upper() + text[1:].rstrip(".")
