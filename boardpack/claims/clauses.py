"""Where a sentence says a second thing of a second subject.

A month, a number or a reference belongs to the clause it stands in. A sentence is cut at a comma, a
dash, `and`, `but`, `while` and their like only where the words on both sides say something and those on
the right have a subject of their own; everything else stays together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from boardpack.claims.sought import Sought
from boardpack.claims.tie import Mention, Vocabulary

Span = tuple[int, int]

_JOINT = re.compile(
    r";\s*(?:and\s+|but\s+|while\s+)?|\s[–—-]\s|,?\s+(?:and|but|while|whilst|whereas|although|though|yet)\s+|:\s+|,\s+(?:with\s+)?",
)
_CONCEDES = Sought(r"(?:although|though|while|whilst|whereas|despite)\b")
_VERB = Sought(
    r"\b(?:is|are|was|were|has|have|had|stands?|stood|reached|remains?|remained|saw|sees|seen|there|shows?|showed"
    r"|moved|met|missed|continues?|continued|stayed|at|came|went|improv\w+|evidenced)\b"
)


def clauses(
    text: str,
    events: Sequence[Span],
    verbs: Sequence[Span],
    mentions: Sequence[Mention],
    vocabulary: Vocabulary,
) -> tuple[Span, ...]:
    """The stretches of a sentence that each speak of one subject, in order.

    `events` are where something is said (numbers, directions, ratings), `verbs` those of them that are verbs.
    """
    found: list[Span] = []
    start = 0
    for joint in _JOINT.finditer(text) if len(events) > 1 else ():
        if joint.start() < start or any(s < joint.end() and joint.start() < e for s, e in events):
            continue
        left = [e for e in events if start <= e[0] and e[1] <= joint.start()]
        right = [e for e in events if e[0] >= joint.end()]
        if not left or not right:
            continue
        lead = text[joint.end() : right[0][0]]
        joined = joint[0].strip() != "," or (start == 0 and _CONCEDES.match(text) is not None)
        fronted = joined and re.fullmatch(r"(?:at|with|on)\s+", lead) and text[right[0][1] :].startswith(",")
        opened = bool(fronted) and len(right) > 1
        stretch = (joint.end(), right[1][0] if opened else right[0][0])
        subject = _names(text, stretch, mentions, vocabulary) or any(
            _names(text, (event[1], _behind(text, event, events)), mentions, vocabulary)
            for event in _together(text, right)
        )
        verb = (
            right[0] in verbs
            or opened
            or _VERB.search(lead) is not None
            or re.search(r"\s[–—-]\s*$", lead) is not None
        )
        if subject and verb and _names(text, (start, joint.start()), mentions, vocabulary):
            found.append((start, joint.start()))
            start = joint.end()
    return (*found, (start, len(text)))


def _together(text: str, events: Sequence[Span]) -> Sequence[Span]:
    """The first thing said, and the second if nothing parts the two: `a 5-point fall in …`."""
    first, second = events[0], events[min(1, len(events) - 1)]
    parted = re.search(r"[,;]|\b(?:and|but|while|whereas)\b", text[first[1] : second[0]]) is not None
    return (first,) if parted else (first, second)


def _behind(text: str, event: Span, events: Sequence[Span]) -> int:
    """Where the words end that follow a thing said with `in`, `for` or `of`: `a rise in …`."""
    match = _OBJECT.match(text[event[1] :])
    if match is None:
        return event[1]
    return min([event[1] + match.end(), *(start for start, _ in events if start >= event[1])])


_OBJECT = Sought(
    r"\s+(?:month\s+|monthly\s+|level\s+|figure\s+|result\s+)?(?:of\s+[\w.,%£\s]{1,30}?)?(?:in|for|of|to)\s+"
    r"(?:(?!\s(?:and|but|while|whereas)\s)[^,;:.–—]){1,80}",
    capitals=True,
)


def _names(text: str, span: Span, mentions: Sequence[Mention], vocabulary: Vocabulary) -> bool:
    """Whether a reference or a title's word stands in a stretch, or a word for whatever is spoken of."""
    if any(span[0] <= mention.start and mention.end <= span[1] for mention in mentions):
        return True
    return any(term in vocabulary.weight for term in vocabulary.content(text[slice(*span)]))
