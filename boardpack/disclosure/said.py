"""What a text says in numbers: counts, percentages, shares of a group, so many times another, ranges.

Numbers may be in figures or in words. Dates, ages, times of day, money, numbers in names (`paragraph 3`,
`Year 6`) and references are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from boardpack.claims.lexicon import SPELT, lexicon
from boardpack.claims.sentences import sentence_spans
from boardpack.model.period import MONTH_NAMES


class NumberForm(Enum):
    """In which form a number is said."""

    NUMBER = "number"
    SHARE = "share"
    """So much of a group that is not named: `half of them`, `none`, `every child`; 0 to 1."""
    TIMES = "times"
    """So many times another figure: `doubled`, `halved`; 1 for `unchanged`."""
    RANGE = "range"
    RATING = "rating"
    """A level, or that a target is met or missed; the word is in `thing`."""


class Said(Struct, frozen=True):
    """A number, a share, a multiple or a range as a text says it."""

    form: NumberForm
    start: int
    """Where it begins in the text."""
    low: Decimal
    high: Decimal | None
    """The same as `low` but for a range; None where a range has no upper end."""
    percent: bool = False
    time: bool = False
    people: bool = False
    """Whether people are counted."""
    word: bool = False
    moves: bool = False
    """Whether its sentence speaks of a change, of a distance or of a rest."""
    thing: str = ""
    """The word behind it for something that is no person, such as `visit`."""
    near: Decimal = Decimal(0)
    """How far off it may be: `about half`."""


def numbers_said(text: str, references: re.Pattern[str], *, people: bool = False) -> Iterator[Said]:
    """What a text says in numbers; `people` where the words around it say that people are counted."""
    blanked = references.sub(_blank, _NO_NUMBERS.sub(_blank, text))
    if "(1)" in text and "(2)" in text:
        blanked = _LABEL.sub(_blank, blanked)
    for start, end in sentence_spans(blanked):
        sentence = blanked[start:end]
        moves = _MOVES.search(sentence) is not None
        for reader in READERS:
            for one in reader(sentence):
                yield replace(
                    one, start=one.start + start, people=one.people or people, moves=moves or one.moves,
                )  # fmt: skip


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def value_of(text: str) -> Decimal:
    """A number in figures, or in words: `twenty-three` is 23."""
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    if text.casefold() == HALF_A_DOZEN:
        return Decimal(6)
    return Decimal(sum(WORTH[part] for part in re.split(r"[\s-]+", text.casefold()) if part in WORTH))


HALF_A_DOZEN = "half a dozen"
WORTH: Mapping[str, int] = {
    **{word: number for word, number in SPELT.items() if number},
    "single": 1, "sole": 1, "lone": 1, "both": 2, "couple": 2, "pair": 2, "twins": 2, "trio": 3, "dozen": 12,
}  # fmt: skip
"""What a word counts."""

_TENS = "|".join(word for word, number in SPELT.items() if number >= 20)
_UNITS = "|".join(word for word, number in SPELT.items() if 0 < number < 10)
_WORDS = "|".join(sorted(WORTH, key=len, reverse=True))
_SPELT = rf"(?:(?:{_TENS})[\s-](?:{_UNITS})|{HALF_A_DOZEN}|{_WORDS})"
_N = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}(?:\.\d{{1,6}})?|{_SPELT})"
_MONTHS = "|".join(f"{name}|{name[:3]}" for name in MONTH_NAMES)
_I = re.IGNORECASE
_OF = r"(?: of| out of)(?: the| our| all| these| those| its)* "
PERSON = (
    r"(?:child|young|youngster|famil|carer\b|carers\b|care[ -]leaver|leaver|bab|infant|pupil|girl|boy"
    r"|sibling|"
    r"brother|sister|teenager|parent|patient|resident|adult|individual|people|person|case|student"
    r"|youth|adopter|"
    r"mother|father|m[ae]n\b|wom[ae]n\b|victim|client|claimant|learner|toddler|newborn)"
)
_BETWEEN = (
    r"(?:-\w+)?(?:\s+(?!(?:for|to|with|in|from|by|on|at|and|or|per|as|than|about|were|was|is|are|had|has"
    r"|have|who|that|"
    r"we|they|he|she|it|more|fewer|less)\b)[\w’'-]+){0,3}?"
)
_FOLLOWED = rf"(?:{_BETWEEN}[\s-]+{PERSON}|\s+of (?:them|these|those|whom|us)\b)"
_VERBS = r"\s+(?:were|was|have|had|has|remain\w*|went|left|moved|stayed|did|who)\b"
_PEOPLE = re.compile(f"{_FOLLOWED}|{_VERBS}", _I)
_PERCENT = re.compile(r"\s*(?:%|per ?cent|percent|(?:percentage |% )?points?\b)", _I)
_TIME = re.compile(
    r"[\s-]*(?:(?:working|calendar|school|consecutive|full|more|further|whole)[\s-]+)?"
    r"(?:day|week|month|year|hour|minute|session|time|night|quarter|term|o.clock|[ap]\.?m\b)s?\b",
    _I,
)
_THING_WORDS = "|".join(sorted(lexicon().lists["things"]))
_TO_THING = (
    rf"(?:\s+(?:out )?of(?: the| our| its| all)?(?: {_N})?)?"
    r"(?:-\w+)?(?:\s+(?!(?:for|of|to|with|in|at|on|who|per|from|by|and|or|were|was|went|left|took|got|made"
    r"|found|lost|ran|"
    r"came|began|became|sent|kept)\b|[\w’'-]+(?:ed|ing)\b)[\w’'-]+){0,3}?[\s-]+"
)
"""Words between a number and what it counts: no verbs, which make the word behind them another's."""
_THING = re.compile(rf"{_TO_THING}((?:{_THING_WORDS})s?)\b", _I)
_THINGS = re.compile(rf"{_TO_THING}((?:{_THING_WORDS})s|businesses|classes|staff)\b", _I)
_MOVES = re.compile(
    r"\b(?:by|down|up|fewer|less|more|fell|fallen|falls?|falling|rose|risen|rises?|rising|drop\w*"
    r"|increas\w*|"
    r"decreas\w*|reduc\w*|declin\w*|grew|grow\w*|additional|extra|further|lower|higher|above|below"
    r"|over|under|short|"
    r"off|than|difference|differ\w*|change\w*|went|gone|compared|worse|better|improve\w*|rest"
    r"|remain\w*|others?|"
    r"balance|left|from|another|lost|gain\w*|added|net|missed|beyond|exceed\w*)\b|[+−]|(?<!\w)-(?=\d)",
    _I,
)


# ------------------------------------------------------------------------------------------- numbers


def _numbers(text: str) -> Iterator[Said]:
    """The numbers that are not part of a share, a multiple or a range."""
    others = (_A_SHARE, *(each[0] for each in MULTIPLES), _RANGE, *(each[0] for each in BOUNDS))
    for pattern in others:
        text = pattern.sub(_joined, text)
    for found in _A_NUMBER.finditer(text):
        yield _counted(text, found, value_of(found[0]))


_A_NUMBER = re.compile(
    rf"(?<![\w.£$€])(?:\d{{1,3}}(?:,\d{{3}})+(?![\d:])|\d+(?:\.\d+)?(?![\d:,]\d|[\d:]|(?:st|nd|rd|th)\b)|"
    rf"(?P<word>{_SPELT})(?!\w)(?! (?:and|or) {_SPELT}? ?(?:half|third|quarter)))",
    _I,
)


def _joined(found: re.Match[str]) -> str:
    """Blank a match, but for `3 out of 12`, which counts."""
    return found[0] if found.groupdict().get("joint", "") == "out of" else _blank(found)


def _counted(text: str, found: re.Match[str], value: Decimal, *, several: bool = True) -> Said:
    """A number with what the words behind it say that it counts: several things, unless it may be one."""
    thing = (_THINGS if several and value > 1 else _THING).match(text, found.end())
    people = _PEOPLE.match(text, found.end())
    if people is not None and thing is not None and thing.end() < people.end():
        people = None
    if _BOTH_AND.match(text, found.start()) or (found[0].casefold() == "both" and people is None):
        thing = thing or _ANY.match(found[0])
    return Said(
        NumberForm.NUMBER, found.start(), value, value,
        percent=_PERCENT.match(text, found.end()) is not None,
        time=_TIME.match(text, found.end()) is not None,
        people=people is not None,
        word=not found[0][0].isdigit(),
        thing="" if people or thing is None else thing[thing.lastindex or 0].casefold(),
    )  # fmt: skip


def _thing(text: str, at: int) -> str:
    found = _THING.match(text, at)
    return found[found.lastindex or 0].casefold() if found is not None else ""


_BOTH_AND = re.compile(r"both(?: [\w’'-]+){1,3} and\b", _I)
_ANY = re.compile(r".+")


def _worked_out(text: str) -> Iterator[Said]:
    """Counts that words come to: a third of the 12, one in four of 8, all but three of 13, from 2 to 6."""
    for found in _PART.finditer(text):
        part = _share(found)
        size = value_of(found["of"])
        if part is not None and (size * part).quantize(Decimal("1e-6")) % 1 == 0:
            yield _sum(found.start(), round(size * part))
    for found in _BUT.finditer(text):
        yield _sum(found.start(), abs(value_of(found["of"]) - value_of(found["but"])))
    for found in _FROM.finditer(text):
        difference = abs(value_of(found["to"]) - value_of(found["from_"]))
        yield Said(NumberForm.NUMBER, found.start(), difference, difference, moves=True)
    for found in _SUMS.finditer(text):
        parts = [each["n"] for each in _ONE_OF_SUM.finditer(found[0])]
        counted = sum((value_of(part) for part in parts if part.casefold() not in ARTICLES), Decimal(0))
        yield _sum(found.start(), counted)
        yield _sum(found.start(), counted + sum(part.casefold() in ARTICLES for part in parts))
    for found in _ONLY.finditer(text):
        yield _sum(found.start(), Decimal(1))


ARTICLES = ("a", "an")


def _sum(start: int, value: Decimal | int) -> Said:
    return Said(NumberForm.NUMBER, start, Decimal(value), Decimal(value), people=True)


_PIECES = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twelfth": 12, "fifteenth": 15, "twentieth": 20,
}  # fmt: skip
_FRACTION = (
    rf"(?:(?:(?P<k>an?|{_N})[\s-])?(?P<half>half)|(?:(?P<n>an?|{_N})[\s-])(?P<piece>{'|'.join(_PIECES)})s?"
    rf"|(?P<one>{_N}) (?P<joint>in|out of)(?: every)? (?P<all>{_N}))"
)
"""A share in words; `the third` is none."""


def _share(found: re.Match[str]) -> Decimal | None:
    """What share a fraction says; None for none that is 1 at most."""
    if found["all"]:
        top, bottom = value_of(found["one"]), value_of(found["all"])
    else:
        many = found["n"] or "a"
        top = Decimal(1) if many.casefold() in {"a", "an"} else value_of(many)
        bottom = Decimal(_PIECES[(found["piece"] or "half").casefold()])
    return top / bottom if 0 < top <= bottom else None


_PART = re.compile(rf"(?<![\w.]){_FRACTION}{_OF}(?P<of>{_N})(?![\w.]|,\d|\s*%)", _I)
_BUT = re.compile(
    rf"\b(?:all|everyone|everybody|every one) (?:but|except|bar|apart from"
    rf"|save) (?P<but>{_N}){_OF}(?P<of>{_N})(?!\w)",
    _I,
)
_FROM = re.compile(rf"\bfrom (?P<from_>{_N}) (?:[\w’' ]{{1,30}} )?to (?P<to>{_N})(?![\w.,]\w|\s*%|\w)", _I)
_KIND = rf"(?:{PERSON})\w*"
_ONE_OF_SUM = re.compile(rf"(?<!\w)(?P<n>{_N}|an?)\s+{_KIND}", _I)
_SUMS = re.compile(
    rf"(?<!\w)(?:{_N}|an?)\s+{_KIND}(?:(?:,? and|,|;| plus)\s+(?:then )?(?:{_N}|an?)\s+{_KIND})+", _I
)
_ONLY = re.compile(
    r"\b(?:the|our|an?) (?:only|one|sole|lone) (?!children\b|parents\b|people\b)(?:[\w’'-]+ ){0,2}?"
    r"(?:child|young person|person|boy|girl|bab[y]|infant|pupil|parent|patient|resident|adult"
    r"|individual|case|one)\b",
    _I,
)


# ------------------------------------------------------------------------- shares, multiples, ranges


def _shares(text: str) -> Iterator[Said]:
    """`half of them`, `one in four`, `a third were`, `none`, `every child`; 1 for all, 0 for none."""
    for found in _A_SHARE.finditer(text):
        share = _share(found)
        if share is not None and not _TIME.match(text, found.end()) and not _PERCENT.match(text, found.end()):
            near, thing = _near(text, found), _thing(text, found.end())
            yield Said(NumberForm.SHARE, found.start(), share, share, near=near, thing=thing)
    for pattern, share in ((_ALL, Decimal(1)), (_NONE, Decimal(0))):
        for found in pattern.finditer(text):
            yield Said(NumberForm.SHARE, found.start(), share, share)


def _near(text: str, found: re.Match[str]) -> Decimal:
    """How far off a share or a multiple may be: half a point, or a whole one behind `about`."""
    return Decimal("1.0") if _HEDGE.search(text, 0, found.start()) else Decimal("0.5")


_A_SHARE = re.compile(
    rf"(?<![\w.])(?<!first )(?<!second )(?<!the last ){_FRACTION}"
    r"(?=(?: of)?(?: the| our| these| those| all| its| last)? (?!an? |term|year|day|hour|way"
    r"|time)\w|[.,;:)]|\s*$)",
    _I,
)
_HEDGE = re.compile(
    r"\b(?:about|around|nearly|almost|roughly|approximately|some|over|under|just|more than|less than"
    r"|fewer than)"
    r"(?: over| under)?\s+$",
    _I,
)
_ALL = re.compile(
    rf"\b(?:all|every one|each)(?: of)?(?: the| our| these| those| its)?(?: (?!but\b"
    rf"|except\b)[\w’'-]+){{0,2}}? {PERSON}"
    rf"|\b(?:all|each|every one) of (?:them|these|those|whom)|\bevery (?:[\w’'-]+ )?{PERSON}"
    rf"|\b(?:everyone|everybody)"
    r"(?! (?:but|except|bar))|\b(?:they|these|who) (?:were|have|had|are) all\b|\ball (?:were|have|had"
    r"|are)\b"
    r"|\bwithout exception\b",
    _I,
)
_NONE = re.compile(
    rf"\b(?:none|no[ -]one|nobody|zero|nil)\b(?! (?:the less|of our (?:partners|staff)))"
    rf"|\bno (?!longer|more than|fewer|less|change)(?:[\w’'-]+ ){{0,2}}?{PERSON}"
    rf"|\bnot (?:one|a single|any)(?: of| [\w’'-]+)? (?:the |our |these )?{PERSON}|\bnot one\b"
    rf"|(?<![\w.,])0(?![\w.,:%]| ?per)",
    _I,
)


def _times(text: str) -> Iterator[Said]:
    """`twice as many`, `doubled`, `three times the number`, `half as many`, `unchanged`."""
    for pattern, factor in MULTIPLES:
        for found in pattern.finditer(text):
            times = _factor(found) if factor is None else factor
            if times is not None:
                near = _near(text, found) if times != 1 else Decimal(0)
                yield Said(NumberForm.TIMES, found.start(), times, times, near=near)


def _factor(found: re.Match[str]) -> Decimal | None:
    """The multiple that a number or a fraction says."""
    if "half" in found.groupdict():
        return _share(found)
    return value_of(found["n"])


_AS_MANY = r"(?= (?:as|more|the|last|what|that|those|higher|greater|this|its|our)\b)"
_MULTIPLES: tuple[tuple[str, Decimal | None], ...] = (
    (
        (
            rf"\b(?:twice|two times|2 times){_AS_MANY}|\btwofold"
            r"|\bdoubl(?:e|ed|es|ing)\b(?![\s-](?:check|hand|glaz|side|up))"
        ),
        Decimal(2),
    ),
    (rf"\bthrice{_AS_MANY}|\b(?:trebl|tripl)(?:e|ed|es|ing)\b|\bthreefold", Decimal(3)),
    (r"\bquadrupl(?:e|ed|es|ing)\b|\bfourfold", Decimal(4)),
    (rf"(?<![\w.])(?!two|2)(?P<n>{_N}) times{_AS_MANY}", None),
    (
        (
            r"\bhalv(?:e|ed|es|ing)\b|\b(?:in|by) half\b"
            r"|\bhalf (?:as many|the number|the total|that number|the figure|last)"
        ),
        Decimal("0.5"),
    ),
    (
        (
            rf"(?<![\w.]){_FRACTION} of (?:last|the (?:previous|number|figure|total)|what|that of|those of"
            rf"|(?:{_MONTHS})\b)"
        ),
        None,
    ),
    (
        (
            r"\bunchanged\b|\bno change\b|\bnot changed?\b|\bidentical to\b|\bthe same again\b"
            r"|\b(?:the|at the) same (?:number|figure|total|count|level|as)\b"
            r"|\b(?:stay\w*|remain\w*) (?:the same|level|static|at that|constant)\b"
        ),
        Decimal(1),
    ),
)
"""How a multiple is worded, and what it is; None for the number before it."""
MULTIPLES = tuple((re.compile(pattern, _I), factor) for pattern, factor in _MULTIPLES)


def _ranges(text: str) -> Iterator[Said]:
    """`between 2 and 4`, `2 to 4`, `fewer than 5`, `at least 3`, `about 4`."""
    for found in _RANGE.finditer(text):
        one, other = value_of(found["a"] or found["c"]), value_of(found["b"] or found["d"])
        yield _range(text, found, min(one, other), max(one, other))
    for pattern, low, high in BOUNDS:
        for found in pattern.finditer(text):
            value = value_of(found["n"] or found["m"])
            least = Decimal(0) if low is None else value + low
            yield _range(text, found, least, None if high is None else value + high)
    for found in _ABOUT.finditer(text):
        value = value_of(found["n"])
        width = max(Decimal(1), value // 10)
        yield _range(text, found, value - width, value + width)


def _range(text: str, found: re.Match[str], low: Decimal, high: Decimal | None) -> Said:
    one = _counted(text, found, low, several=False)
    return Said(
        NumberForm.RANGE, found.start(), low, high,
        percent=one.percent, time=one.time, people=one.people, word=one.word, thing=one.thing,
    )  # fmt: skip


_RANGE = re.compile(
    rf"\bbetween (?P<a>{_N})(?:%| per ?cent)? and (?P<b>{_N})(?!\w)"
    rf"|(?<![\w.£])(?<!from )(?P<c>(?:\d+(?=\s?[-–])|{_N}(?= )))(?:\s?[-–]\s?| to "
    rf"| or )(?P<d>{_N})(?!\w|[.,]\d)",
    _I,
)
_NO_MORE = r"(?!\w|[.,]\d)"
_BOUNDS: tuple[tuple[str, int | None, int | None], ...] = (
    (rf"\b(?:fewer than|less than|under|below) (?P<n>(?P<m>{_N})){_NO_MORE}", None, -1),
    (
        (rf"\b(?:at most|up to|(?:no|not) more than|a maximum of|no higher than) (?P<n>{_N}){_NO_MORE}"
        rf"|(?<![\w.])(?P<m>{_N}) or (?:fewer|less|under|below)"),
        None, 0,
    ),
    (
        rf"(?<!no )(?<!not )\b(?:more than|over|above|exceed(?:s|ed|ing)?) (?P<n>(?P<m>{_N})){_NO_MORE}",
        1, None,
    ),
    (
        (rf"\b(?:at least|no (?:fewer|less) than|a minimum of) (?P<n>{_N}){_NO_MORE}"
        rf"|(?<![\w.])(?P<m>{_N}) or (?:more|over|above)"),
        0, None,
    ),
)  # fmt: skip
"""How a bound is worded, and what is added to its number for the lower and the upper end; None for no end."""
BOUNDS = tuple((re.compile(pattern, _I), low, high) for pattern, low, high in _BOUNDS)
_ABOUT = re.compile(
    rf"\b(?:about|around|nearly|almost|roughly|approximately|some|just over|just under)"
    rf" (?P<n>{_N}){_NO_MORE}",
    _I,
)


def _ratings(text: str) -> Iterator[Said]:
    """`Red`, `met its target`, `missed the target`."""
    for pattern, word in ((_RATED, ""), (_MET, MET), (_MISSED, MISSED)):
        for found in pattern.finditer(text):
            said = word or found[0].casefold()
            yield Said(NumberForm.RATING, found.start(), Decimal(0), Decimal(0), thing=said)


MET, MISSED = "met", "missed"
_RATED = re.compile(r"\b(?:red|amber|green|blue)\b", _I)
_ITS = r"(?: its| the| their| our)? (?:[\w-]+ )?target"
_NOT = r"(?:not|never|n[’']t|failed to|did not|has not|yet to) (?:been )?"
_MISSED = re.compile(
    rf"\b(?:miss(?:ed|es)|off|short of|fell short of|outside){_ITS}"
    rf"|\b{_NOT}(?:met|meet|reach(?:ed)?|hit){_ITS}"
    rf"|\btarget\b.{{0,20}}\b(?:{_NOT}(?:met|reached|hit)|missed)",
    _I,
)
_MET = re.compile(
    rf"(?<!not )(?<!n’t )(?<!n't )\b(?:met|meets|reached|hit|achieved|on|within|exceed(?:s|ed)|beat){_ITS}"
    r"|\btarget\b.{0,12}\b(?<!not )(?:was|is|has been) (?:met|reached|hit|achieved)",
    _I,
)

READERS = (_ratings, _worked_out, _shares, _times, _ranges, _numbers)

# ----------------------------------------------------------------------------------- what is no number

_NAMED = (
    r"paragraphs?|paras?|sections?|schedules?|appendix|appendices|annex|tables?|figures?|charts?"
    r"|pages?|items?"
    r"|recommendations?|priorit(?:y|ies)|objectives?|outcomes?|actions?|aims?|themes?|strands?|steps?"
    r"|phases?|stages?"
    r"|chapters?|articles?|regulations?|clauses?|rules?|standards?|versions?|options?|questions?"
    r"|principles?|columns?"
    r"|rows?|bullets?|volume|issue|workstreams?|milestones?|forms?|goals?|grades?|bands?|tiers?"
    r"|levels?|no\.|nos\."
)
"""Words that a number behind them belongs to, unless people follow: `at this stage three children`."""
_CALLED = (
    "Years?|Key Stages?|KS|Grades?|Bands?|Tiers?|Levels?|Class|Group|Team|Ward|Zone|Block|Unit|Lot"
    "|Domain|Pillar|Part|"
    "Weeks?|Days?|Terms?|Quarter|Route|Room|Q|P"
)
"""Names that have a number, with a capital."""
_MONTH = rf"(?-i:{_MONTHS}|{_MONTHS.upper()})\b"
"""With a capital: `3 may return` is no date."""
_TH = r"(?:st|nd|rd|th)?"
_OR = r"(?: to | and |\s?[-–]\s?| or )"
_YEARS = r"(?:years?|months?|yrs?)"
_NUMBER_BEHIND = rf"\d[\d.]*[a-z]?\b(?!{_FOLLOWED})"
NOT_COUNTS = (
    r"\{\{.*?\}\}",
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@\S+",
    # dates and years
    rf"\b\d{{1,2}}{_TH}(?: of)?[ -]{_MONTH}(?:,?[ -]\d{{2,4}})?",
    rf"\b\d{{1,2}}{_TH}(?:(?:,| and| to| or|–|-) ?\d{{1,2}}{_TH}){{1,4}} {_MONTH}",
    rf"\b{_MONTH} \d{{1,2}}{_TH},? \d{{4}}\b",
    rf"\b{_MONTH}(?:[-’']|\s+[’']?(?=20\d\d|[’']))\d{{2,4}}\b",
    r"\b(?:19|20)\d\d(?:[-/–]\d{2,4}){0,2}\b|\bQ[1-4]\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
    # times of day
    r"\b\d{1,2}[:.]\d\d ?[ap]\.?m\b|\b\d{1,2}:\d\d\b|\b(?:\d{1,2}(?: to |-|–))?\d{1,2} ?[ap]\.?m\b",
    r"\b24/7\b|\b\d{1,2} (?:o.clock|noon|midday|midnight)\b",
    # money and measures
    r"£\s?[\d,.]{1,15}\s?(?:k|m|bn|million|thousand)?\b",
    r"(?<![\w.,])\d[\d,.]{0,12} ?(?:million|billion|thousand|pence|kg|km|%? of the budget)\b",
    # numbers in names, and how many staff there are
    (
        rf"\b(?:(?-i:{_CALLED})[\s-]\d+[a-z]?\b|(?:{_NAMED})[\s-](?:{_NUMBER_BEHIND}|(?-i:[IVX]+\b)"
        rf"|(?:{_WORDS})\b(?!{_FOLLOWED}|{_VERBS}| are| is)))"
        rf"(?:(?:, | and | to |-|–| or | of ){_NUMBER_BEHIND})*"
    ),
    rf"\b(?:team|staff|panel|board|workforce) of (?:about )?{_N}",
    # ages
    (
        rf"\b(?:ages?|aged|under|over)[\s-]+(?:between |from )?{_N}(?:{_OR}(?:under )?{_N})?"
        rf"(?=s\b|[\s-]?{_YEARS}|[\s-]olds?)(?:[\s-]*{_YEARS}?(?:[\s-]olds?)?|s)"
    ),
    rf"\b(?:ages?|aged)[\s-]+(?:between |from |under |over )?{_N}(?:{_OR}(?:under )?{_N})?",
    rf"\b\d+-(?: and| to| or) (?=\d+-)|\b{_N}(?:{_OR}{_N})?[\s-]+{_YEARS}[\s-]olds?",
    r"\b\d{2}\+|\b(?:under|over)[\s-]\d{1,2}s\b|\b\d{1,2}s\b",
    # labels of points
    r"^\s*\(?\d+[.)]\s",
)
"""What has numbers that count nothing: a pattern a kind."""
_NO_NUMBERS = re.compile("|".join(NOT_COUNTS), re.IGNORECASE | re.MULTILINE)
_LABEL = re.compile(r"\(\d\)")
