"""The directions that a sentence gives: rises, falls, improvements, and that nothing changed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from boardpack.claims.lexicon import Way, lexicon
from boardpack.claims.months import NAMES_OF_MONTHS
from boardpack.claims.sought import Sought, small
from boardpack.claims.standing import NEITHER

_STEADY = frozenset({Way.LEVEL, Way.STABLE})


class Move(Struct, frozen=True):
    """One word or phrase that says which way something went, and how it is said."""

    start: int
    end: int
    way: Way
    form: str
    """`noun`, `past`, `ing`, `now` or `state`."""
    negated: bool
    size: str
    """`small`, `large`, `gradual` or empty."""
    continued: bool
    passing: bool
    """Said by the way: `despite the rise in …`."""
    aim: bool
    """Said to be wanted, expected or possible, not to have happened."""
    phrase: tuple[int, int]
    """Where the words stand that say of what; an empty stretch when it says nothing."""


class Word(Struct, frozen=True):
    """One word or phrase that says which way something went."""

    start: int
    end: int
    way: Way
    form: str
    """`noun`, `past`, `ing`, `now` or `state`."""
    third: bool
    """Whether it is written as `rises` and not as `rise`."""
    at: bool
    """Whether it ends with `at`: `remains at`."""
    than: bool
    """Whether it ends with `than`: `lower than`."""


def moves(text: str, words: Sequence[Word], starts: Sequence[int]) -> tuple[Move, ...]:
    """How each direction of a sentence is said, and of what.

    `starts` are where numbers end and clauses begin, which a subject does not reach over.
    """
    found: list[Move] = []
    for word in words:
        floor = max([0, *(m.end for m in found), *(s for s in starts if s <= word.start)])
        found.append(_move(text, word, floor))
    return tuple(found)


def directions_in(text: str) -> tuple[Word, ...]:
    """The words of a sentence that are used of something that happened."""
    return tuple(word for word in _words(text) if _says_a_change(word, text[: word.start], text[word.end :]))


def _words(text: str) -> Sequence[Word]:
    """Every direction word; where two overlap the longer, and a finite form before a noun."""
    words = lexicon()
    candidates = [
        _word(text, form, match)
        for form in ("past", "ing", "now", "noun", "state")
        for match in words.patterns[form].finditer(text)
    ]
    candidates.sort(key=lambda word: (-(word.end - word.start), word.start))
    kept: list[Word] = []
    for word in candidates:
        same = [k for k in kept if k.start < word.end and word.start < k.end]
        if not same:
            kept.append(word)
        elif (same[0].start, same[0].end) == (word.start, word.end) and _fits_better(text, word, same[0]):
            kept[kept.index(same[0])] = word
    return sorted(kept, key=lambda word: word.start)


def _word(text: str, form: str, match: re.Match[str]) -> Word:
    way = lexicon().forms[form][re.sub(r"\s+", " ", match[0])]
    written = text[slice(*match.span())]
    third, at, than = (written.endswith(ending) for ending in ("s", " at", " than"))
    return Word(match.start(), match.end(), way, form, third, at, than)


def _fits_better(text: str, word: Word, other: Word) -> bool:
    """Of two readings of one word, whether the first suits what stands before it."""
    return {word.form, other.form} == {"now", "noun"} and (word.form == "noun") is _noun_here(
        text[: word.start]
    )


# ---------------------------------------------------------------------------------- whether it is a claim

_LINK = (
    r"(?:is|are|was|were|been|be|being|has|have|had|stayed|remains?|remained|now|also|still|again|slightly"
    r"|further)"
)
_CONTINUES = Sought(r"\bcontinu(?:e|es|ed|ing)\s+to\s+(?:\w+ly\s+)?$", ("continu",))
_DID = Sought(r"\b(?:did|does|do)\s+(?:not|indeed)?\s*$|\bdidn['’]t\s+$", ("did", "does", "do "))
_TO = Sought(r"\bto\s+(?:\w+ly\s+|further\s+|significantly\s+)?$", ("to",))
_NOUN_LEAD = Sought(
    r"(?:^|\b(?:an?|the|no|some|any|this|that|another|further|of|in|seen|saw|see|sees|shows?|showed|shown|been|evidenced|experienced|experiencing|recorded|reported|with|is|was|represents|represented|month['’]s|[\w-]+ly|slight|small|modest|marginal|minor|significant|substantial|sharp|marked|dramatic|considerable|large|steep|big|major|gradual|steady|continued|recent|overall|welcome|encouraging|disappointing|point|points|days?|weeks?|by|despite|manage|due\s+to|owing\s+to|led\s+to|contributed\s+to|response\s+to|from|and|or|numbers?|monthly|month-on-month|its|their|our|consecutive|successive|first|second|third|fourth|fifth|sixth|seventh|eighth)\s|[–—:;,(%-]\s?|\d\s)\s*$"
)
_WISH = Sought(
    r"\b(?:for|on|towards|any|drive|support|requires?|requiring|needs?|needed|sustain|secure|deliver|see|ensure|achieve|make|of|about|and|by)\s+(?:(?:further|more|continued|an?|the|any|future)\s+)*$"
)
_NOT_A_CHANGE = Sought(
    r"^\s+(?:plans?|activity|activities|work|programmes?|boards?|partners?|journey|priorit(?:y|ies)|notices?|project|in\s+post|actions?|measures?"
    r"|(?:is|are|was|were|remains?)\s+(?:still\s+|also\s+)?(?:required|needed|necessary|expected|planned|a\s+priority)|(?:needed|required))\b"
)
_GERUND = Sought(rf"\b{_LINK}\s+(?:\w+ly\s+|not\s+|still\s+|now\s+)*$")
_CALM = Sought(r"^\s+(?:numbers?|volumes?|rates?|levels?|performance|percentages?|caseloads?|proportions?)\b")


def _noun_here(before: str) -> bool:
    return (
        _NOUN_LEAD.search(before, _last_two(before)) is not None
        and _CONTINUES.search(before) is None
        and _DID.search(before) is None
    )


def _last_two(text: str) -> int:
    """Where the last two words of a text begin: no word or phrase that leads a noun is longer."""
    last = text.rfind(" ", 0, len(text.rstrip()))
    return max(0, text.rfind(" ", 0, last))


def _says_a_change(word: Word, before: str, after: str) -> bool:
    """Whether the word is used of something that happened, and is no name, wish or order."""
    if word.way in _STEADY:
        return _level_is_a_claim(word, after)
    match word.form:
        case "past":
            return _past_is_a_claim(before, after)
        case "ing":
            return _GERUND.search(before) is not None or _continuing(before) or _CALM.match(after) is not None
        case "now":
            third = word.third and re.search(r"\w\s+$", before) is not None and not _TO.search(before)
            return third or _CONTINUES.search(before) is not None or _DID.search(before) is not None
        case "noun":
            return _noun_here(before) and not _wished(before, after) and _NOT_A_CHANGE.match(after) is None
        case _:
            return not _beside_a_number(word, after) and _state_is_a_claim(before, after)


def _level_is_a_claim(word: Word, after: str) -> bool:
    """`remains at 90%`, not `remains at risk`; `stability` names a measure and is none."""
    if word.at:
        return re.match(r"^\s+(?:about\s+|around\s+|just\s+)?£?\d", after) is not None
    return word.form != "noun" or word.way is Way.LEVEL


def _continuing(before: str) -> bool:
    return (
        re.search(
            r"\b(?:continu(?:e|es|ed|ing)|kept|keeps|keep|started|began|begun)\s+(?:to\s+be\s+)?$",
            before,
            re.IGNORECASE,
        )
        is not None
    )


def _past_is_a_claim(before: str, after: str) -> bool:
    """Participles before a noun (`increased capacity`) are claims only about numbers and the like."""
    if re.search(r"\b(?:be|to\s+be|being|to\s+have|get|getting)\s+(?:\w+ly\s+)?$", before, re.IGNORECASE):
        return False
    attributive = re.search(
        r"(?:^|\bthere\s+(?:is|are|was|were|has\s+been)|\b(?:an?|the|of|with|and|to|by|from|for|in|through|this|more|these|provide|have|has\s+had))\s*$",
        before,
        re.IGNORECASE,
    )
    if (
        attributive
        and re.match(r"^\s+[a-z]", after)
        and not re.match(
            r"^\s+(?:to|by|from|in|on|slightly|significantly|since|again|over|for|between|month|year|and|or|but|with|as|marginally|further)\b",
            after,
            re.IGNORECASE,
        )
    ):
        return _CALM.match(after) is not None
    return True


def _wished(before: str, after: str) -> bool:
    """`a focus on improvement`, `further improvement is needed`, but `no improvement in` is a claim."""
    wish = _WISH.search(before)
    if wish is None:
        return False
    if re.search(r"\bof\s+an?\s+$", before) or re.search(
        r"\b(?:result|because|due|month|months)\s+(?:of|to)\s+(?:an?\s+|the\s+)?$", before
    ):
        return False
    return (
        re.match(r"^\s+(?:in|of)\b", after) is None
        or re.search(
            r"\b(?:for|on|towards|ensure|drive|support|achieve|deliver|secure)\s+",
            before[slice(*wish.span())],
        )
        is not None
    )


def _beside_a_number(word: Word, after: str) -> bool:
    """`higher than 28%` says no more than `above 28%`."""
    return word.than and re.match(r"^\s+(?:the\s+)?£?\d", after) is not None


def _state_is_a_claim(before: str, after: str) -> bool:
    """`up from 79%`, `5 points higher than`, `is up`, `down by 3`; not `up to date`, `follow up`."""
    led = re.search(
        r"(?:\b(?:is|are|was|were|now|been|points?|slightly|significantly|marginally|also|%|days|weeks)|\d%?|,|:|\(|–|-)\s*$",
        before,
        re.IGNORECASE,
    )
    ended = re.match(
        r"^\s*(?:$|[,.;)]|(?:from|by|on|than|in|compared|this|since|against|month|again|for|at|slightly|significantly|and|but|£?\d|about|around|nearly|almost|over|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)|^\s+£?\d",
        after,
        re.IGNORECASE,
    )
    return led is not None and ended is not None


# ---------------------------------------------------------------------------------------- how it is said


def _move(text: str, word: Word, floor: int) -> Move:
    before, after = text[floor : word.start], text[word.end :]
    clause = re.split(r"[;:,]|\s[–—-]\s|\b(?:but|while|whilst|whereas|although|and)\b", before)[-1]
    close = " ".join(re.findall(r"\S+", clause)[-4:])
    size = _size(close, text[word.start : word.end], after, word)
    return Move(
        word.start,
        word.end,
        word.way,
        word.form,
        negated=_negated(close, word) or NEITHER.search(text, 0, word.start) is not None,
        size=size,
        continued=_continued(close, after, word),
        passing=_passing(text[: word.start]),
        aim=_aim(text, word),
        phrase=_phrase(text, word, floor),
    )


def _size(close: str, said: str, after: str, word: Word) -> str:
    """The size word next to a direction: before a noun, on either side of a verb."""
    sizes, find = lexicon().sizes, lexicon().patterns["size"]
    nearby = " ".join([*close.split()[-3 if word.form == "noun" else -2 :], said])
    found = [nearby[slice(*match.span())] for match in find.finditer(nearby)]
    if word.form != "noun":
        found = [one for one in found if one.endswith("ly")]
        behind = find.match(after.lstrip())
        found += [behind[0]] if behind and after.startswith(" ") else []
    return sizes[re.sub(r"\s+", " ", small(found[-1]))] if found else ""


def _negated(close: str, word: Word) -> bool:
    if word.way in _STEADY:
        return False
    return (
        re.search(
            r"\b(?:no|not|never|without|n['’]t|nor|neither|little|hardly|any)\b(?:\s+\w+){0,2}\s*$",
            close,
            re.IGNORECASE,
        )
        is not None
    )


def _continued(close: str, after: str, word: Word) -> bool:
    if word.way in _STEADY:
        return False
    lead = lexicon().patterns["continued"].search(close) is not None
    return (
        lead
        or _continuing(close + " ")
        or re.match(r"^\s+(?:again|further|once again)\b", after, re.IGNORECASE) is not None
    )


def _passing(before: str) -> bool:
    """Whether `despite`, `to manage` and the like stand right before, with only an adjective between."""
    found = list(lexicon().patterns["passing"].finditer(before))
    return (
        bool(found)
        and re.match(
            r"^\s*(?:(?:to|of|the|an?|this|that|recent|\w+ed|\w+ing|\w+ant|sharp|steep|small|slight|big|large|further|\w+al|\w+ly)\s+)*$",
            before[found[-1].end() :] + " ",
        )
        is not None
    )


def _aim(text: str, word: Word) -> bool:
    """Whether an aim, a forecast or a condition governs the word in its own clause."""
    clause = re.split(
        r"[;:]|\s[–—-]\s|,(?!\d)|\b(?:but|while|whilst|whereas|although|which|and)\b", text[: word.start]
    )[-1]
    if _CONTINUES.search(text[: word.start]) or (word.form == "now" and _DID.search(text[: word.start])):
        continues = _CONTINUES.search(clause)
        clause = clause[: continues.start()] if continues else clause
    if lexicon().patterns["aim"].search(clause) is not None:
        return True
    infinitive = re.search(r"\bto\s+(?!date\b)[a-z]+\s+(?:\w+\s+){0,3}$", clause)
    return (
        infinitive is not None
        and word.form in {"noun", "ing"}
        and not re.search(r"\b(?:due|continue\w*|led|leading|subject)\s+to\b", infinitive[0])
        and _passing(text[: word.start]) is False
        and re.search(r"\b(?:due|led|leading|contributed|according|relation|compared|owing)\s+to\s", clause)
        is None
    )


# ------------------------------------------------------------------------------------------ of what it is

_STOP_AFTER = Sought(
    r"[,;:]|\((?![a-z&]{2,8}\))|(?<![a-z&])\)|\.(?=\s|$)|\s[–—-]\s|(?<!who\s)\b(?:has|have|had|is|are|was|were|been|which|that|due|because|but|from|with|since|compared|against|while|whilst|although|despite"
    r"|following|resulting|reflecting|as|this|on\s+last|month\s+on\s+month|year\s+on\s+year|over\s+the|shows?|means|brought|means|took|takes|continues?|continued|between|when|where|to\s+\d|by\s+\d|of\s+\d|¤)\b"
    r"|\band\s+(?=an?\b|the\b|this\b|is\b|has\b|now\b)|\s(?=[+−-]?\d+(?:\.\d+)?\s?%)"
)
_STOP_BEFORE = Sought(
    r"[;:,()]|\s[–—-]\s|\.(?=\s)|\b(?:but|while|whilst|whereas|although|though|however|because|as|since|so|that|due\s+to|which|where|when|after|despite|and\s+(?=the\b))\b"
)


_SIZED = Sought(
    r"^\s+of\s+(?:(?:about|around|nearly|almost|over|just\s+(?:over|under)|more\s+than)\s+)?(?:£?[\d.,]+|[a-z]+)\s?"
    r"(?:%|per\s?cent|(?:percentage\s+)?points?|days|weeks)?\s+(?:in|for|to)\s+(?!last\b|the\s+(?:previous|last|month\b))(?=[a-z(])",
    ("of",),
)
"""`a rise of 5 percentage points in …`."""


def _phrase(text: str, word: Word, floor: int) -> tuple[int, int]:
    """The words that say of what: after a noun's `in` or `of`, after `rising`, else before the verb."""
    after = text[word.end :]
    if word.form == "noun":
        lead = re.match(
            r"^\s+(?:in\s+respect\s+of|in\s+relation\s+to|in|of|to|for|on|around|across)\s+(?!last\b|the\s+(?:previous|last|month\b)|an?\s+month|target)(?=[a-z(])",
            after,
            re.IGNORECASE,
        )
        sized = _SIZED.match(after)
        if sized is not None:
            start = word.end + sized.end()
            return start, start + _until(_STOP_AFTER, text[start:])
        if lead and not re.match(
            rf"(?:{NAMES_OF_MONTHS})\b",
            after[lead.end() :],
        ):
            start = word.end + lead.end()
            return start, start + _until(_STOP_AFTER, text[start:])
    elif (
        word.form in {"ing", "past"}
        and _CALM.match(after)
        and not re.search(rf"\b{_LINK}\s+(?:\w+ly\s+)?$", text[: word.start], re.IGNORECASE)
    ):
        start = word.end + 1
        return start, start + _until(_STOP_AFTER, text[start:])
    stops = list(_STOP_BEFORE.finditer(text, floor, word.start))
    return (stops[-1].end() if stops else floor), word.start


def _until(pattern: Sought, text: str) -> int:
    match = pattern.search(text)
    return match.start() if match else len(text)
