"""What a reader is told of what the public edition keeps back."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.compose.phrases import ended, text
from boardpack.content import Heading, Paragraph
from boardpack.disclosure.public import MARK, withheld_words
from boardpack.document import Block
from boardpack.model.disclosure import Disclosure, ExemptPart, PartKind
from boardpack.model.pack import Pack


def kept_back(pack: Pack) -> tuple[Block, ...]:
    """The rule of small counts in words, then each exempt part with its reasons; nothing for other packs."""
    if not pack.has_editions:
        return ()
    lines = [*_rule(pack), *(_part(pack, part) for part in pack.exempt)]
    heading = Heading(2, text(pack.words("notes.disclosure.title")))
    return (heading, *(Paragraph(text(line)) for line in lines))


def _rule(pack: Pack) -> Iterator[str]:
    settings, words = pack.disclosure, pack.words
    if settings is None:
        return
    if not settings.suppresses:
        yield words("notes.disclosure.none")
        return
    parts = [words("notes.disclosure.small", most=settings.threshold - 1, mark=MARK), *_more(pack, settings)]
    yield " ".join(parts)


def _more(pack: Pack, settings: Disclosure) -> Iterator[str]:
    if settings.round_to > 1:
        yield pack.words("notes.disclosure.rounded", base=settings.round_to)
    if settings.preset:
        yield pack.words("notes.disclosure.preset", name=settings.preset)


def _part(pack: Pack, part: ExemptPart) -> str:
    exemption = part.exemption
    return pack.words(
        "notes.disclosure.part",
        part=_named(pack, part),
        withheld=ended(withheld_words(pack.words, exemption)),
        reason=ended(exemption.reason),
        public_interest=ended(exemption.public_interest),
    )


def _named(pack: Pack, part: ExemptPart) -> str:
    """What a part is called in print."""
    if part.kind is PartKind.SECTION:
        return next(section.title for section in pack.sections if section.key == part.name)
    if part.kind is PartKind.INDICATOR:
        return pack.shown(part.name)
    if part.kind is PartKind.ACTION:
        return part.name
    table = next((table for table in pack.tables if table.key == part.name), None)
    if table is None:
        return pack.words("commentary.summary")
    section = next(section for section in pack.sections if section.key == table.section)
    return table.title or section.title


# ----------------------------------------------------------------------------------------- marking


def is_confidential(pack: Pack) -> bool:
    """Whether a part of a pack is confidential rather than exempt."""
    return any(part.exemption.is_confidential for part in pack.exempt)


def not_for_publication(pack: Pack) -> list[str]:
    """The marking that the law asks for (Local Government Act 1972, section 100B(5)), with the paragraphs."""
    words, said = pack.words, []
    if is_confidential(pack):
        said.append(words("edition.confidential_sentence"))
    numbers = {part.exemption.paragraph for part in pack.exempt if not part.exemption.is_confidential}
    named = [
        words("edition.paragraph", number=number, description=words(f"edition.describes.{number}"))
        for number in sorted(numbers, key=int)
    ]
    if named:
        said.append(words("edition.exempt", paragraphs=words.listed(named)))
    if pack.disclosure is not None and pack.disclosure.suppresses:
        said.append(words("edition.suppresses"))
    return said
