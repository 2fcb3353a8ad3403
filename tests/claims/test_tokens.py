"""Words and numbers of a sentence as typed tokens."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boardpack.claims.syntax import Measure, SentenceTime
from boardpack.claims.tokens import tokens
from boardpack.claims.vocabulary import vocabulary
from boardpack.model.pack import Pack
from boardpack.model.period import Period


def numbers(pack: Pack, text: str) -> list[tuple[Decimal, int, Measure, int]]:
    found = tokens(text, vocabulary(pack), SentenceTime(Period(2017, 10)))
    return [
        (n.value, n.decimals, n.unit, n.sign) for t in found if t.code == "#" and (n := t.number) is not None
    ]


@pytest.mark.parametrize(
    ("text", "value", "decimals", "unit", "sign"),
    [
        ("It cost £1.25m.", "1250000", -4, Measure.POUNDS, 0),
        ("It cost £50k.", "50000", -3, Measure.POUNDS, 0),
        ("It cost £2 million.", "2000000", -6, Measure.POUNDS, 0),
        ("A deficit of £156k was reported.", "156000", -3, Measure.POUNDS, -1),
        ("A surplus of £3,000 was reported.", "3000", 0, Measure.POUNDS, 1),
        ("The answer was 12.5 per cent.", "12.5", 1, Measure.PERCENT, 0),
        ("One hundred and thirty-one were seen.", "131", 0, Measure.NONE, 0),
        ("Twenty-six were seen.", "26", 0, Measure.NONE, 0),
        ("It was up a single percentage point.", "1", 0, Measure.POINTS, 0),
        ("It took 4:12 from call to arrival.", "252", 0, Measure.CLOCK, 0),
        ("It moved (-5%) again.", "5", 0, Measure.PERCENT, -1),
        ("Three quarters of them agreed.", "75", 0, Measure.PERCENT, 0),
        ("Nine in ten agreed.", "90", 0, Measure.PERCENT, 0),
    ],
)
def test_numbers(*, text: str, value: str, decimals: int, unit: Measure, sign: int, october: Pack) -> None:
    assert numbers(october, text) == [(Decimal(value), decimals, unit, sign)]


@pytest.mark.parametrize(
    "text", ["Section 47 was used.", "It is open 24/7.", "We met at 9.30am.", "Band 3 staff came."]
)
def test_numbers_that_are_no_figures(text: str, october: Pack) -> None:
    assert numbers(october, text) == []


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("in September", ["2017-09"]), ("in Oct-17", ["2017-10"]), ("in 2017-08", ["2017-08"]),
        ("on 31 August 2017", ["2017-08"]), ("a year ago", ["2016-10"]), ("last month", ["2017-09"]),
        ("in August and the month before", ["2017-08", "2017-07"]), ("three months earlier", ["2017-07"]),
        ("at the start of the year", ["2017-04"]), ("in quarter 2", ["2017-07", "2017-08", "2017-09"]),
        ("it may fall", []),
    ],
)  # fmt: skip
def test_months(text: str, months: list[str], october: Pack) -> None:
    found = tokens(text, vocabulary(october), SentenceTime(Period(2017, 10)))
    assert [month.iso for token in found for month in token.months] == months


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("four routine repairs in five", "80"), ("nine homes out of ten", "90"), ("half a point", "0.5"),
        ("a day and a half", "1.5"), ("a full minute", "1"),
    ],
)  # fmt: skip
def test_numbers_told_in_words(text: str, value: str, october: Pack) -> None:
    assert [number[0] for number in numbers(october, text)] == [Decimal(value)]
