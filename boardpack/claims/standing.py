"""How a sentence says that an indicator stands: ratings, targets, praise, records, runs of months, counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from boardpack.claims.lexicon import lexicon
from boardpack.claims.months import MONTH
from boardpack.claims.sought import Sought
from boardpack.model.rating import Rag


class StandingKind(Enum):
    """What is said of an indicator besides its value and its direction."""

    RATING = "rating"
    TARGET = "target"
    STATUS = "status"
    EXTREME = "extreme"
    STREAK = "streak"
    COUNT = "count"
    BREAK = "break"
    PACE = "pace"


class Standing(Struct, frozen=True):
    """One such saying; only the fields of its kind are set."""

    kind: StandingKind
    start: int
    end: int
    rag: Rag | None = None
    before: Rag | None = None
    """`from Green to Amber`."""
    word: str = ""
    """`met`, `missed`, `above`, `below`; `good`, `bad`; `highest`, `lowest`, `best`, `worst`."""
    number: int = 0
    total: int = 0
    exact: bool = False
    """`the third month in a row`, against `for three months`, which says at least."""
    negated: bool = False
    where: str = ""
    """The section that a count is of."""
    since: str = ""
    """The month that a record is reckoned from, as written."""


NUMBERS = {
    "no": 0, "none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "all": -1,
}  # fmt: skip
ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
NEITHER = Sought(r"\b(?:neither|none\s+of)\b", ("neither", "none of"))
_N = rf"(?:\d{{1,3}}|{'|'.join(word for word in NUMBERS if word != 'all')})"
_RAGS = ("Red", "Amber", "Green", "RED", "AMBER", "GREEN")
_RAG = rf"(?:(?-i:{'|'.join(_RAGS)}))"
_BE = (
    r"(?:is|are|was|were|remains?|remained|stays?|stayed|stands?|stood|turned|turns|became|becomes|moved|moves"
    r"|returned|goes|went|been)"
)
_ADVERB = (
    r"(?:now|still|also|again|currently|rated|back|both|all|once\s+more|only|just|not|no\s+longer|at|to|as|a"
    r"|RAG[\s-]rated)"
)

_RATING = Sought(
    rf"(?i)\b(?:from\s+)?(?P<from>{_RAG})\s+to\s+(?P<to>{_RAG})\b"
    rf"|\b(?:{_BE}|rated|RAG(?:\s+rating)?(?:\s+is)?|(?<!move\s)(?<!moving\s)(?<!return\s)back\s+(?:to|at))\s+(?P<adverbs>(?:{_ADVERB}\s+)*)(?P<rag>{_RAG})\b"
    rf"|\b(?P<rated>{_RAG})[\s-]rated\b|\((?P<bracketed>{_RAG})\)",
    _RAGS,
    capitals=True,
)
_COUNT = Sought(
    rf"(?i)\b(?P<n>{_N})\s+(?:out\s+)?(?:of\s+(?:the\s+|our\s+|its\s+)?(?:(?P<total>{_N})\s+)?)?(?:other\s+|priority\s+|headline\s+)*(?:indicators?|measures?)?"
    rf"\s*(?:(?:in|under|for)\s+(?:the\s+)?(?P<where>[A-Za-z][\w &'-]{{2,60}}?)\s+(?:section\s+)?)?"
    rf"(?:{_BE}\s+)(?:{_ADVERB}\s+)*(?P<rag>{_RAG})\b"
    rf"|\b(?P<n2>{_N})\s+(?:{_ADVERB}\s+)*(?P<rag2>{_RAG})\b(?!\s+to\b)(?:[\s-]rated)?(?:\s+(?:indicators?|measures?|ratings?))?",
    _RAGS,
    capitals=True,
)
_OWN = r"(?:the\s+|its\s+|our\s+|their\s+|this\s+year['’]s\s+)?(?:(?!target)[\w/%.&-]+\s+){0,3}?target\b"
_NOT = r"(?:not|n['’]t|never|no\s+longer)"
_TARGETS = (
    (
        "missed",
        Sought(
            rf"\b(?:missed|misses|short\s+of|behind|off|outside|fail(?:ed|s)\s+to\s+meet|worse\s+than|{_NOT}\s+(?:yet\s+|currently\s+|always\s+)?(?:on|at|meeting|meet|met|achieving|achieve|achieved|within|hit|reached|reach))\s+{_OWN}",
            ("target",),
        ),
    ),
    (
        "met",
        Sought(
            rf"\b(?:on|at|meeting|meets|met|achieving|achieved|achieves|hits?|hitting|reached|exceed(?:s|ed|ing)|ahead\s+of|within|better\s+than|surpass(?:es|ed))\s+{_OWN}(?!\s+(?:of|for|group|audience))",
            ("target",),
        ),
    ),
    ("above", Sought(rf"\b(?:above|over)\s+{_OWN}", ("target",))),
    ("below", Sought(rf"\b(?:below|under|beneath)\s+{_OWN}", ("target",))),
)
_TARGET_WAS = Sought(
    r"\btarget\s+(?:is|was|has\s+been|had\s+been)\s+(?P<not>not\s+)?(?:now\s+|again\s+)?(?P<word>met|achieved|reached|exceeded|missed)\b",
    ("target",),
)
_FOLLOWS = (
    r"(?=\s+(?:it\s+has\s+been|level|figure|rate|value|point|month|monthly|performance|position|result|number|percentage|proportion|score|caseload|vacancy"
    r"|since|of\s+(?:the|this)|this|so\s+far|in\s+(?:the|\d)|for\s+\w+\s+months|on\s+record|yet|recorded|reported|to\s+date|was|at)\b|\s+in\s+[A-Z]|\s*[,.;)(]|\s*$)"
)
_EXTREME = Sought(
    r"\b(?P<word>highest|lowest|best|worst|largest|smallest|peak(?:ed|s)?(?=\s+(?:at|of|in)\b))\b(?!\s+(?:at\s+(?:a|the)\s))"
    + _FOLLOWS,
    ("highest", "lowest", "best", "worst", "largest", "smallest", "peak"),
    capitals=True,
)
_SINCE = Sought(rf"\bsince\s+(?:last\s+)?(?P<month>{MONTH})", ("since",), capitals=True)
_STREAK = Sought(
    rf"\b(?P<ordinal>{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+(?:(?:consecutive|successive|straight)\s+(?:month(?:ly)?\b)?|month\s+(?:in\s+a\s+row|running|in\s+succession))"
    rf"|\b(?P<number>{_N})\s+(?:(?:consecutive|successive|straight)\s+months?|months\s+(?:in\s+a\s+row|running|in\s+succession))\b"
    rf"|\bfor\s+(?:each\s+of\s+)?(?:the\s+)?(?:last\s+|past\s+)?(?P<lasting>{_N})\s+months\b(?!['’])"
    rf"|\b(?:in\s+)?each\s+of\s+the\s+(?:last|past)\s+(?P<each>{_N})\s+months\b",
    ("consecutive", "successive", "straight", "months", "in a row", "running", "in succession"),
)
_BREAK = Sought(
    r"\b(?:methodology|definition|measure|basis|calculation|way\s+it\s+is\s+(?:counted|measured))"
    r"\s+(?:(?:of|for)\s+[\w¤ ]{1,40}?\s+)?"
    r"(?:has\s+|have\s+|was\s+|is\s+)?(?:been\s+)?(?:changed|revised|redefined|amended|new)\b",
    ("changed", "revised", "redefined", "amended", "new"),
)
_STATUS_LEAD = Sought(
    r"\b(?:is|are|was|were|remains?|remained|been|continues?\s+to\s+be|stays?|stayed|considered|a|an|as)\s+(?:now\s+|still\s+|a\s+|an\s+|very\s+|particularly\s+|generally\s+|overall\s+|also\s+)*$"
)
_STATUS_NOUN = Sought(
    r"^\s+(?:performance|position|compliance|indicators?|results?|figures?|month|measure|outcomes?)\b"
)
_ENDS = Sought(
    r"^\s*(?:$|[.,;:)–—-]|and\b|but\b|at\b|with\b|in\b|on\b|for\b|this\b|despite\b|although\b|against\b|overall\b)"
)


def standings(text: str) -> tuple[Standing, ...]:
    """Everything of the kind in a sentence, in order."""
    counts = list(_counts(text))
    taken = [(count.start, count.end) for count in counts]
    ratings = [r for r in _ratings(text) if all(r.end <= start or end <= r.start for start, end in taken)]
    rest = [*_targets(text), *_statuses(text), *_extremes(text), *_streaks(text), *_others(text)]
    if NEITHER.search(text):
        rest = [_denied(standing) for standing in rest if standing.word not in {"above", "below"}]
    return tuple(sorted([*counts, *ratings, *rest], key=lambda standing: standing.start))


def _denied(standing: Standing) -> Standing:
    """What is said against a target, after `neither` or `none of`."""
    other = {"met": "missed", "missed": "met"}.get(standing.word, standing.word)
    return replace(standing, word=other) if standing.kind is StandingKind.TARGET else standing


def number(written: str) -> int:
    """Read `7`, `seven`, `third`, `3rd`."""
    word = written.casefold()
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else NUMBERS.get(word, ORDINALS.get(word, 0))


def _rag(written: str | None) -> Rag | None:
    return Rag(written.capitalize()) if written else None


def _ratings(text: str) -> Iterator[Standing]:
    for match in _RATING.finditer(text):
        rag = _rag(match["to"] or match["rag"] or match["rated"] or match["bracketed"])
        start = match.start("to") if match["to"] else match.start()
        denied = re.search(r"\b(?:not|no\s+longer)\b", match["adverbs"] or "", re.IGNORECASE) is not None
        denied = denied or NEITHER.search(text, 0, match.start()) is not None
        yield Standing(
            StandingKind.RATING,
            match.start() if match["to"] else start,
            match.end(),
            rag=rag,
            before=_rag(match["from"]),
            negated=denied,
        )
        row = _ROW.match(text, match.end())
        for other in re.finditer(_RAG, row[0]) if row else ():
            at = match.end() + other.start()
            yield Standing(StandingKind.RATING, at, at + len(other[0]), rag=_rag(other[0]), negated=denied)


_ROW = Sought(rf"(?:(?:,\s*|,?\s+and\s+){_RAG})+(?=,?\s+respectively\b)", ("respectively",), capitals=True)
"""The ratings after the first: `are Amber and Green respectively`."""


def _counts(text: str) -> Iterator[Standing]:
    for match in _COUNT.finditer(text):
        written = match["n"] or match["n2"]
        if re.search(r"\bfrom\s+$", text[: match.start()]) or text[match.end() :].lstrip().startswith("("):
            continue
        yield Standing(
            StandingKind.COUNT,
            match.start(),
            match.end(),
            rag=_rag(match["rag"] or match["rag2"]),
            number=number(written),
            total=number(match["total"]) if match["total"] else 0,
            where=(match["where"] or "").strip(),
        )


def _targets(text: str) -> Iterator[Standing]:
    taken: list[tuple[int, int]] = []
    for word, pattern in _TARGETS:
        for match in pattern.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end in taken):
                taken.append(match.span())
                yield Standing(StandingKind.TARGET, match.start(), match.end(), word=word)
    for match in _TARGET_WAS.finditer(text):
        met = (match["word"].casefold() == "missed") is bool(match["not"])
        yield Standing(StandingKind.TARGET, match.start(), match.end(), word="met" if met else "missed")


def _statuses(text: str) -> Iterator[Standing]:
    words = lexicon()
    for match in words.patterns["status"].finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        praised = _STATUS_LEAD.search(before) is not None and _ENDS.match(after) is not None
        if praised or _STATUS_NOUN.match(after):
            good = words.statuses[re.sub(r"\s+", " ", match[0].casefold())]
            denied = (
                re.search(r"\b(?:not|no\s+longer|never)\s+(?:\w+\s+)?$", before, re.IGNORECASE) is not None
            )
            yield Standing(
                StandingKind.STATUS,
                match.start(),
                match.end(),
                word="good" if good else "bad",
                negated=denied,
            )


_NOT_FIRST = Sought(r"\b(?:second|third|fourth|fifth|next|\d(?:nd|rd|th))[\s-]+$")
"""`the second lowest of the year` is no record."""


def _extremes(text: str) -> Iterator[Standing]:
    for match in _EXTREME.finditer(text):
        if _NOT_FIRST.search(text[: match.start()]):
            continue
        word = {"largest": "highest", "smallest": "lowest"}.get(match["word"], match["word"])
        since = _SINCE.search(text, match.end(), match.end() + 60)
        yield Standing(
            StandingKind.EXTREME,
            match.start(),
            match.end(),
            word="highest" if word.startswith("peak") else word,
            since=since["month"] if since else "",
        )


def _streaks(text: str) -> Iterator[Standing]:
    for match in _STREAK.finditer(text):
        written = match["ordinal"] or match["number"] or match["lasting"] or match["each"]
        yield Standing(
            StandingKind.STREAK,
            match.start(),
            match.end(),
            number=number(written),
            exact=match["ordinal"] is not None,
            word="lasting" if match["lasting"] or match["each"] else "",
        )


def _others(text: str) -> Iterator[Standing]:
    for match in _BREAK.finditer(text):
        yield Standing(StandingKind.BREAK, match.start(), match.end())
    for match in lexicon().patterns["pace"].finditer(text):
        yield Standing(StandingKind.PACE, match.start(), match.end())
