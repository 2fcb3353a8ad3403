"""Links of the commentary to places in the pack: whether each leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from boardpack.compose.appendix import compose
from boardpack.content import Heading, Link, Row
from boardpack.document import Document, Figure
from boardpack.load.findings import FindingLog, in_order, listing, nearest
from boardpack.model.finding import Finding, Place
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack

SHOWN = 12
"""Anchors that a finding lists."""


def broken_links(pack: Pack, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Find links such as `[see](#nowhere)` to no place of the composed pack, with the places there are."""
    wanted = {narrative: set(_targets(narrative.blocks)) for narrative in pack.narratives}
    if not any(wanted.values()):
        return ()
    anchors = document_anchors(compose(pack, findings))
    faults = FindingLog()
    for narrative, targets in wanted.items():
        for target in sorted(targets - {f"#{anchor}" for anchor in anchors}):
            for place in _places(narrative, target):
                _note(place, target, anchors, faults)
    return in_order(faults.findings)


def _note(place: Place, target: str, anchors: Collection[str], faults: FindingLog) -> None:
    known = list(dict.fromkeys(f"#{anchor}" for anchor in anchors))
    more = f" and {len(known) - SHOWN} more" if len(known) > SHOWN else ""
    faults.error(
        "link-anchor-unknown", place, f"a link to `{target[:60]}`, a place that is not in the pack"
        f"{nearest(target, known)}",
        f"a place that there is: {listing(known[:SHOWN])}{more}", "Correct the link, or take it out.",
    )  # fmt: skip


def document_anchors(document: Document) -> tuple[str, ...]:
    """The anchors of a document, in its order."""
    return tuple(
        each.anchor for each in _walk(document) if isinstance(each, Heading | Row | Figure) and each.anchor
    )


def without_broken_links(pack: Pack, broken: Sequence[Finding]) -> Pack:
    """Return the pack with the words of such links in their place, so that a draft can be made of it."""
    if not broken:
        return pack
    known = {f"#{anchor}" for anchor in document_anchors(compose(pack, ()))}
    narratives = tuple(
        replace(each, blocks=tuple(_unlinked(block, known) for block in each.blocks))
        for each in pack.narratives
    )
    return replace(pack, narratives=narratives)


def _unlinked(value: Any, known: Collection[str]) -> Any:
    if isinstance(value, tuple):
        return tuple(each for item in value for each in _words(item, known))
    if isinstance(value, Struct):
        return replace(
            value, **{name: _unlinked(getattr(value, name), known) for name in value.__struct_fields__}
        )
    return value


def _words(item: Any, known: Collection[str]) -> tuple[Any, ...]:
    if isinstance(item, Link) and item.target.startswith("#") and item.target not in known:
        return item.content
    return (_unlinked(item, known),)


def _targets(value: Any) -> Iterator[str]:
    for each in _walk(value):
        if isinstance(each, Link) and each.target.startswith("#"):
            yield each.target


def _walk(value: Any) -> Iterator[Struct]:
    if isinstance(value, tuple):
        for item in value:
            yield from _walk(item)
    elif isinstance(value, Struct):
        yield value
        for name in value.__struct_fields__:
            yield from _walk(getattr(value, name))


def _places(narrative: Narrative, target: str) -> Iterator[Place]:
    """Where a target is in a piece of commentary; the whole piece when it is written in another way."""
    pattern = re.compile(rf"(?<=[(<\s]){re.escape(target)}(?=[)>\s])")
    lines = enumerate(narrative.source.split("\n"), max(narrative.place.line, 1))
    found = [
        Place(narrative.place.file, number, match.start() + 1)
        for number, line in lines
        for match in pattern.finditer(line)
    ]
    yield from found or [narrative.place]
