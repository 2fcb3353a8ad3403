"""Numbers that people wrote, in figures or in words, which give a suppressed figure away.

A number is refused where it is a suppressed figure or the difference between one and the period before or the
year before, and the text speaks of its indicator: by its reference, by words of its title, by standing in its
table's commentary or under its heading of the summary, or by counting people right behind the number. It is
refused rather than let through where that is not clear; a finding never repeats the number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from boardpack.analysis.formatting import rounded
from boardpack.claims.words import SPELT
from boardpack.content import Image
from boardpack.disclosure.decide import counts_of
from boardpack.disclosure.primary import SHARES
from boardpack.disclosure.relations import Cell, every_relation
from boardpack.document import walk
from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.indicator import Indicator, Unit, canonical_ref
from boardpack.model.narrative import NarrativeKind
from boardpack.model.pack import Pack
from boardpack.model.period import MONTH_NAMES, Period

RULE = "disclosure-prose"


class WrittenParagraph(Struct, frozen=True):
    """A paragraph that somebody wrote."""

    lines: tuple[tuple[Place, str], ...]
    refs: frozenset[str] = frozenset()
    """Indicators that it is about by where it stands."""

    @property
    def text(self) -> str:
        """The paragraph as one line."""
        return " ".join(line for _, line in self.lines)


class Secret(Struct, frozen=True):
    """A number that may not be written, and of what."""

    ref: str
    number: Decimal
    period: Period
    shares: bool
    """Whether it is a percentage, or so many points between two."""
    time: bool = False
    """Whether it is a time, so that a unit of time behind it means it."""


def prose_findings(pack: Pack, hidden: Iterable[Cell]) -> tuple[Finding, ...]:
    """Find what the public edition of a pack may not say in words; `pack` still holds its figures."""
    secrets = [secret for cell in sorted(hidden) for secret in _secrets(pack, cell)]
    if not secrets:
        return ()
    titles = {ref: _names(pack, ref) for ref in {secret.ref for secret in secrets}}
    found = [
        finding for paragraph in written(pack) for finding in _in_paragraph(paragraph, secrets, titles, pack)
    ]
    return tuple(dict.fromkeys((*found, *_pictures(pack, {secret.ref for secret in secrets}))))


def _pictures(pack: Pack, refs: Collection[str]) -> Iterator[Finding]:
    """A picture cannot be read: beside figures that are kept back, a person must look at it."""
    for narrative in pack.narratives:
        near = not narrative.table or any(each.ref in refs for each in pack.in_table(narrative.table))
        if near and any(isinstance(block, Image) for block in walk(narrative.blocks)):
            yield Finding(
                "disclosure-picture", Severity.WARNING, narrative.place, narrative.table,
                "a picture beside figures that the public edition keeps back",
                "a picture without them", "Look at it: what it shows cannot be checked",
            )  # fmt: skip


# ------------------------------------------------------------------------------------------- secrets


def _secrets(pack: Pack, cell: Cell) -> Iterator[Secret]:
    """The numbers that are a figure, its counts, or its distance from a figure beside it."""
    ref, period = cell
    indicator, seen = pack.indicator(ref), pack.observation(ref, period)
    if indicator is None or seen is None or seen.value is None or period > pack.period:
        return
    shares = indicator.unit in SHARES
    time = indicator.unit in TIMES
    shown = {seen.value, rounded(seen.value, indicator.decimals), rounded(seen.value, 0)}
    for number in shown | {*_distances(pack, indicator, period, seen.value)}:
        if number:
            yield Secret(ref, number.normalize(), period, shares, time)
    if indicator.unit is Unit.COUNT:
        for number in _remainders(pack, indicator, period, seen.value):
            yield Secret(ref, number.normalize(), period, shares=False)
    if shares:
        counts = counts_of(pack, indicator, seen)
        top, bottom = counts.numerator, counts.denominator
        rest = bottom - top if top is not None and bottom is not None else None
        yield from (Secret(ref, n.normalize(), period, shares=False) for n in (top, rest) if n)


def _distances(pack: Pack, indicator: Indicator, period: Period, value: Decimal) -> Iterator[Decimal]:
    for other in (period.previous, period.next, period.same_last_year):
        seen = pack.observation(indicator.ref, other)
        if seen is not None and seen.value is not None and other <= pack.period:
            yield abs(value - seen.value)
            yield abs(rounded(value, indicator.decimals) - rounded(seen.value, indicator.decimals))


def _remainders(pack: Pack, indicator: Indicator, period: Period, value: Decimal) -> Iterator[Decimal]:
    """What is left of the totals that a count is part of: `the other eight` says as much as the count."""
    settings = pack.disclosure
    for relation in every_relation(pack, settings) if settings is not None else ():
        whole = pack.observation(relation.whole, period)
        if indicator.ref in relation.parts and whole is not None and whole.value is not None:
            yield abs(whole.value - value)


TIMES = frozenset({Unit.DAYS, Unit.WEEKS, Unit.HOURS, Unit.MINUTES, Unit.CLOCK, Unit.CLOCK_SECONDS})


class _Names(Struct, frozen=True):
    """How an indicator can be spoken of."""

    references: frozenset[str]
    words: frozenset[str]
    """Words of its title that say something."""
    others: tuple[str, ...]


def _names(pack: Pack, ref: str) -> _Names:
    indicator = pack.indicator(ref)
    versions = indicator.definitions if indicator is not None else ()
    references = {canonical_ref(one) for d in versions for one in (d.reference, d.summary_reference)}
    titles = " ".join(one for d in versions for one in (d.title, d.summary_title))
    words = {_stem(word) for word in re.findall(r"[A-Za-z]{4,}", titles)} - COMMON
    others = tuple(name.casefold() for d in versions for name in d.also_known_as)
    return _Names(frozenset(references | {ref}), frozenset(words), others)


def _stem(word: str) -> str:
    return word.casefold().removesuffix("s")


COMMON = frozenset(
    {
        "number", "percentage", "rate", "average", "with", "that", "have", "been", "from", "within", "were",
        "their", "total", "month", "year", "date", "during", "than", "this", "last", "under", "over", "more",
        "les",
        "children", "child", "young", "people", "person", "time", "who", "had", "has", "and", "the",
    }
)  # fmt: skip
"""Words of titles that say too little to know an indicator by."""


# ---------------------------------------------------------------------------------------------- text


def written(pack: Pack) -> Iterator[WrittenParagraph]:
    """Every paragraph of a pack that a person wrote and a reader sees."""
    for narrative in pack.narratives:
        refs = (
            frozenset(each.ref for each in pack.in_table(narrative.table)) if narrative.table else frozenset()
        )
        summary = narrative.kind is NarrativeKind.SUMMARY
        yield from _paragraphs(pack, narrative.source, narrative.place, refs, summary=summary)
    for action in pack.actions:
        yield _one(action.place, f"{action.text} {action.due_text} {action.status_text}", action.indicators)
    yield from _of_data(pack)
    for part in pack.exempt:
        yield _one(part.place, f"{part.exemption.reason} {part.exemption.public_interest}", ())
    for entry in pack.glossary:
        yield _one(entry.place, entry.expansion, ())
    yield _one(pack.facts.place, f"{pack.facts.note} {pack.facts.title}", ())


def _of_data(pack: Pack) -> Iterator[WrittenParagraph]:
    """What is written in the files of data beside an indicator: notes, reasons, changes of definition."""
    for note in pack.notes:
        yield _one(note.place, note.text, (note.ref,))
    for restated in pack.restatements:
        yield _one(restated.place, restated.reason, (restated.ref,))
    for override in pack.overrides:
        yield _one(override.place, override.reason, (override.ref,))
    for target in pack.targets:
        yield _one(target.place, target.reason, (target.ref,))
    for indicator in pack.indicators:
        for definition in indicator.definitions:
            yield _one(definition.place, definition.change, (indicator.ref,))
    for reported in pack.reported:
        if reported.where == "narrative" or reported.reason:
            yield _one(reported.place, f"{reported.text} {reported.used} {reported.reason}", (reported.ref,))
    for waiver in pack.waivers:
        yield _one(waiver.place, waiver.reader, (canonical_ref(waiver.subject),))
    for figure in pack.comparators:
        yield _one(figure.place, f"{figure.count} {figure.source}", (figure.ref,))


def _one(place: Place, text: str, refs: Iterable[str]) -> WrittenParagraph:
    return WrittenParagraph(((place, text),), frozenset(refs))


def _paragraphs(
    pack: Pack, source: str, place: Place, refs: frozenset[str], *, summary: bool
) -> Iterator[WrittenParagraph]:
    """The paragraphs of a piece of commentary; under a heading of the summary they are about its tables."""
    lines: list[tuple[Place, str]] = []
    about = refs
    for number, line in enumerate((*source.split("\n"), ""), place.line):
        if not line.strip():
            if lines:
                yield WrittenParagraph(tuple(lines), about)
            lines = []
            continue
        if summary and (heading := re.fullmatch(r"\s*#+\s*(.+?)\s*#*\s*", line)):
            about = _under(pack, heading[1])
        lines.append((Place(place.file, number), line))


def _under(pack: Pack, heading: str) -> frozenset[str]:
    tables = [t.key for t in pack.tables if t.summary_heading.casefold() == heading.casefold()]
    return frozenset(each.ref for key in tables for each in pack.in_table(key))


# ------------------------------------------------------------------------------------------- reading


def _in_paragraph(
    paragraph: WrittenParagraph, secrets: Iterable[Secret], titles: Mapping[str, _Names], pack: Pack
) -> Iterator[Finding]:
    text = paragraph.text
    near = {ref for ref, names in titles.items() if ref in paragraph.refs or _speaks_of(text, names)}
    months, references = _months(text), _references(pack)
    asked = [secret for secret in secrets if _is_now(pack, secret.period, months)]
    for number in _numbers([line for _, line in paragraph.lines], references):
        given = next((s for s in asked if _gives_away(number, s, near)), None)
        if given is not None:
            yield _finding(pack, given, _place_of(paragraph, number.start))


def _place_of(paragraph: WrittenParagraph, start: int) -> Place:
    """The line and column of a character of a paragraph's text."""
    for place, line in paragraph.lines:
        if start <= len(line):
            return Place(place.file, place.line, start + 1)
        start -= len(line) + 1
    return paragraph.lines[-1][0]


def _is_now(pack: Pack, period: Period, months: set[int]) -> bool:
    """Whether a text without a month may mean a period: the pack's own, or one beside it; or it is named."""
    lately = {pack.period, pack.period.previous, pack.period.same_last_year}
    return period in lately or bool(months & {period.first.month, period.last.month})


def _months(text: str) -> set[int]:
    low = text.casefold()
    names = enumerate((name.casefold() for name in MONTH_NAMES), 1)
    return {number for number, name in names if re.search(rf"\b({name}|{name[:3]})\b", low)}


def _speaks_of(text: str, names: _Names) -> bool:
    if _spaced(names.references).search(text):
        return True
    low = text.casefold()
    if any(name in low for name in names.others):
        return True
    said = {_stem(word) for word in re.findall(r"[A-Za-z]{4,}", text)} & names.words
    return len(said) >= min(2, len(names.words)) > 0


class _Number(Struct, frozen=True):
    value: Decimal
    start: int
    percent: bool
    time: bool
    people: bool
    word: bool


def _gives_away(number: _Number, secret: Secret, near: set[str]) -> bool:
    if number.value != secret.number or number.percent is not secret.shares:
        return False
    if number.time and not secret.time:
        return False
    if secret.ref in near:
        return number.people or not number.word or number.value != 1
    return number.people and not secret.shares


def _references(pack: Pack) -> re.Pattern[str]:
    """The references of indicators and actions, however their letters and digits are spaced."""
    versions = [definition for indicator in pack.indicators for definition in indicator.definitions]
    written = {one for each in versions for one in (each.reference, each.summary_reference)}
    return _spaced(frozenset(canonical_ref(one) for one in (*written, *(a.ref for a in pack.actions))))


@lru_cache(maxsize=256)
def _spaced(references: frozenset[str]) -> re.Pattern[str]:
    """A pattern for references, in any case and with blanks between any two characters."""
    patterns = (r"\s*".join(map(re.escape, one)) for one in sorted(references, key=len, reverse=True) if one)
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns) or '(?!)'})(?!\w)", re.IGNORECASE)


def _numbers(lines: Iterable[str], references: re.Pattern[str]) -> Iterator[_Number]:
    """The numbers of a paragraph that could be counts, shares or times; dates and references are none."""
    blanked = " ".join(references.sub(_blank, _NO_NUMBERS.sub(_blank, line)) for line in lines)
    yield from _parts_of(blanked)
    for found in _A_NUMBER.finditer(blanked):
        behind = blanked[found.end() :]
        word = found["word"]
        value = Decimal(found["digits"].replace(",", "")) if found["digits"] else Decimal(_worth(word))
        yield _Number(
            value.normalize() if value else value,
            found.start(),
            percent=_PERCENT.match(behind) is not None,
            time=_TIME.match(behind) is not None,
            people=_PEOPLE.match(behind) is not None,
            word=word is not None,
        )


def _parts_of(line: str) -> Iterator[_Number]:
    """Counts that words come to: a third of the 12, one in four of 8, all but three of 13, from 2 to 6."""
    for found in _PART.finditer(line):
        size = _number_of(found["of"])
        part = FRACTIONS.get((found["part"] or "").casefold())
        if found["in_"]:
            part = (_number_of(found["one"]), _number_of(found["in_"]))
        if part is not None and part[1] and size * part[0] % part[1] == 0:
            yield _counted(Decimal(size * part[0] // part[1]), found.start())
    for found in _BUT.finditer(line):
        yield _counted(Decimal(abs(_number_of(found["of"]) - _number_of(found["but"]))), found.start())
    for found in _FROM.finditer(line):
        yield _counted(Decimal(abs(_number_of(found["to"]) - _number_of(found["from_"]))), found.start())
    for found in _SUM.finditer(line):
        numbers = [_number_of(each["n"]) for each in _ONE_OF_SUM.finditer(found[0])]
        yield _counted(Decimal(sum(numbers)), found.start())


def _counted(value: Decimal, start: int) -> _Number:
    return _Number(
        value.normalize() if value else value, start, percent=False, time=False, people=True, word=False
    )


def _number_of(text: str) -> int:
    return int(text.replace(",", "")) if text[0].isdigit() else _worth(text)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _worth(words: str) -> int:
    """`twenty-three` is 23."""
    return sum(WORTH[part] for part in re.split(r"[\s-]+", words.casefold()) if part in WORTH)


WORTH = {
    **{word: number for word, number in SPELT.items() if number},
    "single": 1, "sole": 1, "both": 2, "couple": 2, "pair": 2, "twins": 2, "trio": 3, "dozen": 12,
}  # fmt: skip
"""What a word counts."""

_TENS = "|".join(word for word, number in SPELT.items() if number >= 20)
_UNITS = "|".join(word for word, number in SPELT.items() if 0 < number < 10)
_WORDS = "|".join(sorted(WORTH, key=len, reverse=True))
_A_NUMBER = re.compile(
    rf"(?<![\w.£$€])(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?![\d:]|(?:st|nd|rd|th)\b)"
    rf"|(?P<word>(?:(?:{_TENS})[\s-](?:{_UNITS})|{_WORDS}))(?!\w))",
    re.IGNORECASE,
)
_N = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|(?:{_TENS})[\s-](?:{_UNITS})|{_WORDS})"
FRACTIONS: Mapping[str, tuple[int, int]] = {
    "half": (1, 2), "third": (1, 3), "two thirds": (2, 3), "quarter": (1, 4), "three quarters": (3, 4),
    "fifth": (1, 5), "sixth": (1, 6), "eighth": (1, 8), "tenth": (1, 10),
}  # fmt: skip
"""What share a word says."""
_PART = re.compile(
    rf"(?<![\w.])(?:(?:a |an |one )?(?P<part>{'|'.join(sorted(FRACTIONS, key=len, reverse=True))})"
    rf"|(?P<one>{_N}) (?:in|out of)(?: every)? (?P<in_>{_N}))"
    rf" of (?:the |our |all |these )?(?P<of>{_N})(?![\w.]|,\d)",
    re.IGNORECASE,
)
_BUT = re.compile(
    rf"\b(?:all|everyone|everybody) (?:but|except|bar) (?P<but>{_N})"
    rf" of (?:the |our |all |these )?(?P<of>{_N})(?!\w)",
    re.IGNORECASE,
)
_FROM = re.compile(rf"\bfrom (?P<from_>{_N}) to (?P<to>{_N})(?!\w)", re.IGNORECASE)
_KIND = r"(?:boy|girl|child|bab|infant|teenager|brother|sister|man|men|woman|women|sibling|young)\w*"
_ONE_OF_SUM = re.compile(rf"(?<!\w)(?P<n>{_N})\s+{_KIND}", re.IGNORECASE)
_SUM = re.compile(rf"(?<!\w){_N}\s+{_KIND}(?:(?:,| and|, and)\s+{_N}\s+{_KIND})+", re.IGNORECASE)
_MONTHS = "|".join(f"{name}|{name[:3]}" for name in MONTH_NAMES)
_NO_NUMBERS = re.compile(
    r"\{\{.*?\}\}|https?://\S+|\]\([^)]*\)"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})\b(?:,? \d{{4}})?"
    rf"|\b(?:{_MONTHS})[\s'’-]+\d{{2,4}}\b"
    r"|\b(?:19|20)\d\d(?:[-/]\d{2,4}){0,2}\b|\bQ[1-4]\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{1,2}:\d\d\b"
    r"|£\s?[\d,.]+\s?(?:k|m|bn|million|thousand)?\b"
    r"|^\s*\d+[.)]\s",
    re.IGNORECASE | re.MULTILINE,
)
_PERCENT = re.compile(r"\s*(?:%|per ?cent|percent|(?:percentage |% )?points?\b)", re.IGNORECASE)
_TIME = re.compile(
    r"[\s-]*(?:working |calendar )?(?:day|week|month|year|hour|minute|session|time)s?\b", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"(?:[\s-]+[\w’'-]+){0,3}?[\s-]+(?:child|young|famil|carer|care leaver|bab|infant|pupil|girl|boy|"
    r"sibling|teenager|parent|patient|resident|adult|individual|people|person|case|of them|were\b|was\b)",
    re.IGNORECASE,
)


def _finding(pack: Pack, secret: Secret, place: Place) -> Finding:
    shown = pack.shown(secret.ref)
    return Finding(
        rule=RULE,
        severity=Severity.ERROR,
        place=place,
        subject=secret.ref,
        found=f"a number that is, or gives away, what the public edition keeps back of {shown}",
        expected="no such number, in figures or in words",
        remedy=(
            "Say it without the number, or with a live figure such as "
            f"{{{{{shown}}}}}, which the public edition prints as [c]"
        ),
        period=secret.period.iso,
    )
