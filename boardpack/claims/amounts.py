"""The numbers that a sentence gives as figures, and the part each plays in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, zip_longest

from msgspec.structs import replace

from boardpack.claims.amount import Amount, AmountUnit, Role
from boardpack.claims.lexicon import lexicon
from boardpack.claims.months import Named
from boardpack.claims.sought import Sought

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "single": 1,
}  # fmt: skip
_POINTS = r"(?:percentage[\s-]points?|percent\s+points?|points?|ppts?|pts?|pp)\b"
_NUMBER = Sought(
    r"(?P<pound>£)?(?<![\w.,/])(?<!\w-)(?P<number>\d[\d,]*\d|\d)(?P<fraction>\.\d+)?(?!\d)"
    rf"(?:(?P<percent>\s?%|\s?per\s?cent\b|\s?percent\b)|[\s-]?(?P<points>{_POINTS}))?"
    r"(?:[\s-](?P<time>days|weeks|day|week)\b)?",
    capitals=True,
)
_SIGNED = Sought(r"(?<![\w)%])[+−–-](?=£?\d)", capitals=True)
_WORD_NUMBER = Sought(
    rf"\b(?P<word>{'|'.join(_WORDS)})(?:[\s-](?:(?P<percent>per\s?cent)\b|(?P<points>{_POINTS}))"
    r"|(?=\s+(?:more|fewer|less|higher|lower|greater|above|below|short\s+of)\b[\w\s]{0,12}\btarget\b))"
    rf"|(?<=\b(?:by|up)\s)(?P<bare>{'|'.join(_WORDS)})(?=\s*(?:[.,;)]|$|(?:on|in|to|from|since)\b))"
    rf"|(?<=\bdown\s)(?P<bare_down>{'|'.join(_WORDS)})(?=\s*(?:[.,;)]|$|(?:on|in|to|from|since)\b))",
    tuple(_WORDS),
)

_NOT_FIGURES = Sought(
    r"(?i)(?=[\d(])(?:"  # so that few places are looked at for all these
    r"\b(?:19|20)\d{2}\s?[/–-]\s?\d{2,4}\b"  # 2017/18
    r"|(?<![\d,.])(?:19|20)\d{2}\b(?![\d,.]*\d|\s?%)"  # 2017
    r"|\b\d+(?:st|nd|rd|th)\b"
    r"|^\(?\d{1,2}[.)](?=\s)|\(\d{1,2}\)(?=\s+[A-Z])"  # (1) From Monday
    r"|\b\d{1,2}[\s-]years?[\s-]olds?\b|\b\d{1,2}:\d{2}\b|\b\d+/\d+\b"
    r"|\b\d+(?:\.\d+)?\+?%?\s?[–-]\s?\d+(?:\.\d+)?\s?%?(?=\W|$)"  # 10-15%
    r"|\b\d+\+"
    r"|\b\d+(?:\.\d+)?[\s-](?:(?:working|calendar|statutory)[\s-])?(?:hour|minute|day|week|month|year|term)s?\b"
    r")|\b(?:"
    r"(?-i:Appendix|Section|Page|Graph|Figure|Table|Part|Phase|Tier|Level|Band|Step|No\.|Q)\s?\d+"
    r"|(?:appendix|quarter|section|page|graph|phase|tier|version|grade|item|paragraph|strand|wave)\s\d+"
    r"|aged?\s\d{1,2}(?:\s+(?:to|and|or)\s+\d+)?\b"
    r"|(?:under|over)[\s-]\d{1,2}(?:s\b|(?=\s+years?\b))"
    r")",
    capitals=True,
)
_DAYS = Sought(r"\b\d[\d,]*(?:\.\d+)?\s(?:days|weeks)\b(?!['’])", ("days", "weeks"), capitals=True)
_DIGIT = re.compile(r"\d")

_HEDGES = {
    "about": "about", "around": "about", "approximately": "about", "roughly": "about", "some": "about",
    "circa": "about", "nearly": "nearly", "almost": "nearly", "just under": "nearly", "under": "under",
    "less than": "under", "fewer than": "under", "lower than": "under", "below": "under",
    "exceeded": "over", "exceeding": "over", "over": "over", "more than": "over", "higher than": "over",
    "greater than": "over", "above": "over", "just over": "barely", "a little over": "barely",
    "at least": "least", "at or above": "least", "at most": "most", "at or below": "most",
    "no more than": "most", "within": "most", "only": "", "just": "", "a": "",
}  # fmt: skip
_HEDGE = Sought(rf"\b({'|'.join(sorted(_HEDGES, key=len, reverse=True))})\s*$")
_TARGET_BEFORE = Sought(
    r"\btarget(?:\s+(?:for\s+[\w/ -]{1,20}))?(?:\s+(?:level|figure))?"
    r"(?:\s+(?:of|is|was|remains|remained|set\s+at|at|being))?\s*[:(=]?\s*$",
    ("target",),
)
_TARGET_COLON = Sought(r"\btarget\s*[:=]\s*$", ("target",))
_TARGET_AFTER = Sought(
    r"^\s+(?:(?:agreed|annual|local|national|yearly|20\d\d/\d\d)\s+)?target\b", ("target",)
)
_GAP_AFTER = Sought(
    r"^\s+(?:(?P<side>below|under|above|over|(?:higher|more|greater|lower|fewer|less|better|worse)\s+than)|short\s+of|shy\s+of|adrift\s+of"
    r"|off|away\s+from|of|behind|ahead\s+of|from|outside|inside|within)"
    r"\s+(?:the\s+|its\s+|our\s+|their\s+)?(?:[\w/%.]+\s+){0,2}?target\b",
    ("target",),
)
_GAP_BEFORE = Sought(
    r"\b(?P<side>below|under|above|over|short\s+of|outside|inside|off|missed|misses|beat|exceeded|exceeds)\s+(?:the\s+|its\s+|our\s+|their\s+)?(?:[\w/%.]+\s+){0,2}?"
    r"target\s+by\s+(?:(?:about|around|just|only|some|nearly|almost|over|more\s+than)\s+)*$",
    ("target",),
)
_BESIDE_A_RECORD = Sought(
    r"^\s+(?:above|below|higher\s+than|lower\s+than|better\s+than|worse\s+than|short\s+of|off)\s+(?:the\s+|its\s+)?"
    r"(?:previous|best|worst|highest|lowest|record|peak|national|average|london|regional)\b",
    (
        "previous",
        "best",
        "worst",
        "highest",
        "lowest",
        "record",
        "peak",
        "national",
        "average",
        "london",
        "regional",
    ),
)
_SIDES = {
    "below": "down", "under": "down", "lower": "down", "fewer": "down", "less": "down",
    "above": "up", "over": "up", "higher": "up", "more": "up", "greater": "up",
    "better": "better", "worse": "worse",
}  # fmt: skip
_BASE = Sought(
    r"\b(?:compared\s+(?:with|to)|against|versus|vs\.?|than|down\s+on|up\s+on)\s+(?:the\s+)?(?P<month>[\w\s'’-]{0,30}?)$",
    ("compared", "against", "versus", "vs", "than", "down on", "up on"),
)
_RANGE = Sought(
    r"\b(?:between|rang\w+\s+from|var\w+\s+from)\s+(?:£?[\d.,]+%?\s+(?:and|to)\s+)?$", ("between", "from")
)
_ARROW = Sought(r"^\s*(?:→|[-–=]>|to)\s*£?\d", ("→", ">", "to"), capitals=True)
_FROM = Sought(
    r"\bfrom\s+(?:(?:a|an|its|the)\s+)?(?:(?:low|high|peak|level|position|figure|rate|base)\s+of\s+)?$",
    ("from",),
)


def amounts(text: str, masked: Iterable[tuple[int, int]], months: Sequence[Named]) -> tuple[Amount, ...]:
    """Every number of a sentence that may be a figure, with its part and month.

    Dates, ages, list numbers, references (`masked`) and time limits such as `45 working days` are none.
    """
    plain = _blanked(text, [*masked, *((m.start, m.end) for m in months)])
    found = list(_numerals(plain)) if _DIGIT.search(plain) else []
    found += [_spelt(match) for match in _WORD_NUMBER.finditer(plain)]
    found.sort(key=lambda amount: amount.start)
    told = _in_chains(text, [_with_role(text, amount, months) for amount in found])
    return _with_months(text, told, months)


def _numerals(plain: str) -> Iterator[Amount]:
    """The numbers written in digits that are no dates, ages and the like."""
    days = {match.start() for match in _DAYS.finditer(plain)}
    for match in _NOT_FIGURES.finditer(plain):
        if match.start() not in days or re.match(r"^[\d.]+\s(?:working|calendar)", match[0]):
            plain = _blanked(plain, [match.span()])
    yield from (_numeral(match, plain) for match in _NUMBER.finditer(plain))


def _in_chains(text: str, found: Sequence[Amount]) -> tuple[Amount, ...]:
    """The numbers of `from 24% to 23% to 18%`: all but the last are of months nobody names.

    Of `fell 23 points in a month and 58 since August`, the 58 are points as well.
    """
    chained = {
        index
        for index in range(len(found) - 2)
        if all(
            re.fullmatch(r"\s*(?:,?\s*(?:then\s+)?to|→|[-=]>)\s*", text[one.end : other.start])
            for one, other in pairwise(found[index : index + 3])
        )
    }
    inside = chained | {index + 1 for index in chained}
    told = [replace(a, role=Role.RANGE) if at in inside else a for at, a in enumerate(found)]
    for at, (one, other) in enumerate(pairwise(told)):
        between, after = text[one.end : other.start], text[other.end :]
        if one.role is Role.CHANGE and between.endswith(" and ") and after.startswith(" since "):
            told[at + 1] = replace(other, role=Role.CHANGE, unit=one.unit)
    return tuple(_points_understood(told))


def _points_understood(found: Sequence[Amount]) -> Iterator[Amount]:
    """Of `up 12 points, and the other down six`, the six are points as well."""
    points = False
    for amount, after in zip_longest(found, found[1:]):
        assert amount is not None  # noqa: S101 - the longer of the two
        if (
            amount.role is Role.CHANGE
            and after
            and after.unit is AmountUnit.POINTS
            and after.role is Role.CHANGE
        ):
            yield replace(amount, understood=amount.unit is AmountUnit.NONE)
            points = True
            continue
        if amount.role in {Role.CHANGE, Role.GAP}:
            if points and amount.unit is AmountUnit.NONE:
                yield replace(amount, understood=True)
                continue
            points = amount.unit is AmountUnit.POINTS
        yield amount


def time_limits(text: str) -> tuple[tuple[int, int], ...]:
    """Where days and weeks stand that may be part of a title: `within 20 working days`."""
    return tuple(match.span() for match in _DAYS.finditer(text))


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + re.sub(r"\S", "¤", text[start:end]) + text[end:]
    return text


def _numeral(match: re.Match[str], plain: str) -> Amount:
    unit = AmountUnit.NONE
    if match["points"]:
        unit = AmountUnit.POINTS
    elif match["percent"]:
        unit = AmountUnit.PERCENT
    elif match["pound"]:
        unit = AmountUnit.POUNDS
    elif match["time"]:
        unit = AmountUnit.WEEKS if match["time"].startswith("week") else AmountUnit.DAYS
    sign = 0
    start = match.start("pound") if match["pound"] else match.start("number")
    if start and _SIGNED.match(plain, start - 1):
        sign, start = (1 if plain[start - 1] == "+" else -1), start - 1
    number = match["number"].replace(",", "") + (match["fraction"] or "")
    return Amount(start, match.end(), Decimal(number), len((match["fraction"] or ".")[1:]), unit, sign)


def _spelt(match: re.Match[str]) -> Amount:
    unit = AmountUnit.NONE
    if match["percent"] or match["points"]:
        unit = AmountUnit.PERCENT if match["percent"] else AmountUnit.POINTS
    word = match["word"] or match["bare"] or match["bare_down"]
    return Amount(match.start(), match.end(), Decimal(_WORDS[word.casefold()]), 0, unit, 0)


# ------------------------------------------------------------------------------------------------- roles


def _with_role(text: str, amount: Amount, months: Sequence[Named]) -> Amount:
    before, after = text[max(0, amount.start - 60) : amount.start], text[amount.end : amount.end + 60]
    before = _same_clause(before)
    hedge = _HEDGE.search(before)
    bare = before[: hedge.start()] if hedge else before
    gap = _GAP_AFTER.match(after)
    if gap is not None and (amount.unit is AmountUnit.POINTS or not amount.sign):
        side = _SIDES[gap["side"].split()[0].casefold()] if gap["side"] else ""
        return replace(amount, role=Role.GAP, noun=side, hedge=_hedge(hedge))
    behind = _GAP_BEFORE.search(before)
    if behind is not None:
        side = _SIDES.get(behind["side"].casefold(), "")
        return replace(amount, role=Role.GAP, noun=side, hedge=_hedge(hedge))
    if _BESIDE_A_RECORD.match(after):
        return replace(amount, role=Role.ELSEWHERE, hedge=_hedge(hedge))
    role = Role.VALUE
    told = text[max(0, amount.start - 40) : amount.start]
    if _TARGET_AFTER.match(after) or _TARGET_BEFORE.search(bare) or _TARGET_COLON.search(told):
        role = Role.TARGET
    elif _is_change(amount, before if hedge and hedge[1].casefold() in {"below", "above"} else bare, after):
        role = Role.CHANGE
    elif _RANGE.search(bare):
        role = Role.RANGE
    elif _FROM.search(bare) or _FROM.search(before) or _ARROW.match(after):
        role = Role.START
    elif _from_elsewhere(before, after):
        role = Role.ELSEWHERE
    elif _is_base(before, after, months, amount):
        role = Role.START
    return replace(amount, role=role, hedge=_hedge(hedge))


def _hedge(match: re.Match[str] | None) -> str:
    return _HEDGES[re.sub(r"\s+", " ", match[1].casefold())] if match else ""


def _same_clause(before: str) -> str:
    """What stands before a number in its own clause."""
    return re.split(r"[;:]|,(?!\d)|\s[–—-]\s|\b(?:but|while|whilst|whereas|although)\b", before)[-1]


def _is_change(amount: Amount, bare: str, after: str) -> bool:
    if amount.sign or amount.unit is AmountUnit.POINTS or _BY.search(bare):
        return True
    return _before_a_change(amount, after) or _after_a_change(bare)


_BY = Sought(
    r"\b(?:by\s+(?:an?\s+(?:further|extra)\s+|another\s+)?|an?\s+further\s+)$",
    ("by", "further"),
    capitals=True,
)


def _before_a_change(amount: Amount, after: str) -> bool:
    """`12% higher`, `a 12% increase`, `a 12% significant increase`."""
    if re.match(r"^[\s-]+(?:more|fewer|higher|lower|less|up|down|better|worse)\b", after, re.IGNORECASE):
        return True
    noun = lexicon().patterns["noun"].search(after)
    lead = after[: noun.start()] if noun else "none"
    close = re.match(r"^[\s-]+$", lead) is not None
    return close or (amount.unit is not AmountUnit.NONE and re.match(r"^[\s-]+\w+\s+$", lead) is not None)


def _after_a_change(bare: str) -> bool:
    """`fell 5`, `an increase of 5`."""
    words = lexicon()
    forms = ("past", "ing", "now", "state")
    said = [m for form in forms for m in words.patterns[form].finditer(bare) if m.end() >= len(bare.rstrip())]
    if any(not m[0].casefold().endswith((" at", "than", "unchanged", "same", "as")) for m in said):
        return True
    plain = re.sub(r"\s+of\s+$", "", bare)
    return plain != bare and any(m.end() >= len(plain) for m in words.patterns["noun"].finditer(plain))


def _from_elsewhere(before: str, after: str) -> bool:
    elsewhere = lexicon().patterns["elsewhere"]
    tail = re.split(r"\b(?:against|compared|versus|than|and)\b", before)[-1]
    near = (
        elsewhere.search(tail) is not None
        and re.search(r"\baverage\s+(?:caseload|time|number)|\ban\s+average\s+of\s+$", tail, re.IGNORECASE)
        is None
    )
    return (
        near
        or re.match(r"^\s+(?:nationally|regionally|(?:in|for|across)\s+(?:England|London))", after)
        is not None
    )


def _is_base(before: str, after: str, months: Sequence[Named], amount: Amount) -> bool:
    if _BASE.search(before) is None:
        return False
    reach = range(amount.start - 32, amount.end + 24)
    return (
        any(month.start in reach for month in months)
        or re.match(r"^\s+(?:previously|before)\b", after) is not None
    )


# ------------------------------------------------------------------------------------------------ months

_GLUE_AFTER = Sought(
    r"^\s*,?\s*\(?\s*(?:recorded\s+|reported\s+|seen\s+|achieved\s+|reached\s+|posted\s+|published\s+|shown\s+|back\s+)?(?:in|for|at|during|as\s+at|by|as\s+of)?\s*(?:both\s+)?(?:the\s+end\s+of\s+)?$"
)


def _with_months(text: str, found: tuple[Amount, ...], months: Sequence[Named]) -> tuple[Amount, ...]:
    """Give each number the month written right after it, else the one shortly before it."""
    taken: set[int] = set()
    given: list[Amount] = []
    for amount in found:
        after = next((m for m in months if m.start >= amount.end), None)
        if amount.role is not Role.CHANGE and after is not None and _goes_with(text, amount, after):
            taken.add(after.start)
            amount = replace(amount, month=after.period, month_end=after.end)  # noqa: PLW2901
        given.append(amount)
    return tuple(_month_before(text, amount, given, months, taken) for amount in given)


def _goes_with(text: str, amount: Amount, after: Named) -> bool:
    """Whether the month behind a number is the number's: not in `43%, in May, …`, where it opens anew."""
    between = text[amount.end : after.start]
    opens = "," in between and text[after.end : after.end + 1] == ","
    opens = opens or re.match(r"(?:['’]s)?\s*[:=]?\s*£?\d", text[after.end :]) is not None
    return _GLUE_AFTER.match(between) is not None and not opens


def _month_before(
    text: str, amount: Amount, found: Sequence[Amount], months: Sequence[Named], taken: set[int]
) -> Amount:
    if amount.month is not None or amount.role in {Role.TARGET, Role.GAP, Role.CHANGE}:
        return amount
    before = [m for m in months if m.end <= amount.start and m.start not in taken]
    if not before or any(before[-1].end <= other.start < amount.start for other in found):
        return amount
    between, lead = text[before[-1].end : amount.start], text[: before[-1].start]
    since = re.search(r"\b(?:since|until|from|than|on|by)\s+$", lead, re.IGNORECASE) is not None
    told = re.match(r"^,?\s+when\b", between) is not None
    if re.fullmatch(r"\s*[:(]\s*", between):
        return replace(amount, month=before[-1].period, month_end=before[-1].end)
    near = re.search(r"[;:]|\b(?:but|while|whereas|although)\b", between) is None
    if amount.role is Role.START and not re.match(
        r"^(?:['’]s)?\s*(?:figure|value|level|rate|position)?\s*(?:of|\(|:)?\s*$", between
    ):
        return amount
    if near and (told or not since):
        return replace(amount, month=before[-1].period, month_end=before[-1].end)
    return amount
