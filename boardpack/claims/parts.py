"""A sentence's phrases in parts.

A part ends at a comma, a stop, a bracket, a dash, at `but` and its like, and at an `and` behind which
something new is said. Brackets that only name again what stands before them end none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.claims.scan import Token
from boardpack.claims.statement import SentencePart

_BOUNDARIES = ",;:()-c"


HEADS = "#DEHR!NBPS"


def parts_of(nodes: Sequence[Token], length: int) -> Iterator[SentencePart]:
    """The parts of a sentence of so many characters, in order."""
    held: list[Token] = []
    start, lead, joint = 0, "", ""
    nodes = tuple(_without_appositions(nodes))
    for at, node in enumerate(nodes):
        ends = node.code in _BOUNDARIES or (node.code in "&a" and _says(held) and _says_next(nodes[at + 1 :]))
        if not ends:
            held.append(node)
            continue
        if held:
            yield SentencePart(start, node.start, tuple(held), lead, joint)
        held, start, lead, joint = [], node.end, node.code, node.form
    if held:
        yield SentencePart(start, length, tuple(held), lead, joint)


def _without_appositions(nodes: Sequence[Token]) -> Iterator[Token]:
    """The phrases without brackets that hold only a reference or words: `rent arrears (RA 1)`."""
    closing = -1
    for at, node in enumerate(nodes):
        if node.code == "(":
            end = next((n for n in range(at, len(nodes)) if nodes[n].code == ")"), at)
            inner = nodes[at + 1 : end]
            before = nodes[at - 1].code if at else ""
            closing = (
                end
                if at and inner and all(n.code in "=x&pi" for n in inner) and before in "x=D#"
                else closing
            )
            if closing == end and end > at:
                continue
        elif at == closing:
            continue
        yield node


def _says(nodes: Sequence[Token]) -> bool:
    return any(node.code in HEADS for node in nodes)


def _says_next(nodes: Sequence[Token]) -> bool:
    for node in nodes:
        if node.code in _BOUNDARIES or node.code == "&":
            return False
        if node.code in HEADS:
            return True
    return False
