"""Live figures: each field in words, each fault at its place with its remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.analysis.live_figure_fields import FIELDS, LiveFault
from boardpack.analysis.live_figures import COUNTED, SYNONYMS, LiveText, evaluate
from boardpack.analysis.rating import count_ratings
from boardpack.model.indicator import (
    Definition,
    Indicator,
    Polarity,
    Unit,
)
from boardpack.model.period import Period
from tests.support.packs import OCT, indicator, no_target, pack, section, series, target

SMALLER = Polarity.SMALLER


def _indicator(display: str, key: str = "front", **changes: object) -> Indicator:
    return indicator(display, section=key, table=key, **changes)


LONGER = Definition("12m", OCT, "LAC 19 (12m)", "New", "LAC 19", "New", "Longer", indicator().place)
PACK = pack(
    (
        _indicator("P1", "work", polarity=SMALLER),
        _indicator("FD 8", polarity=SMALLER),
        _indicator("CIN 4"),
        _indicator("LAC 19", definitions=(indicator("LAC 19").definitions[0], LONGER)),
        _indicator("AD 7", unit=Unit.DAYS, polarity=SMALLER),
        _indicator("W 1 e", "work", unit=Unit.AVERAGE, polarity=None),
        _indicator("AMT 2", decimals=1),
        _indicator("CP 10", unit=Unit.COUNT, polarity=SMALLER),
        _indicator("CL 1", unit=Unit.COUNT, polarity=None),
    ),
    (
        target("P1", "24", "34"),
        target("FD 8", "22", "25"),
        target("CIN 4", "62", "50"),
        target("LAC 19", "80", "75"),
        target("AD 7", "558", "608", published="558"),
        target("AMT 2", "95", "85", published="95.0%"),
        target("CP 10", "10", "15", published="<10% of Cohort", of=True),
        no_target("CL 1", "context"),
    ),
    (
        *series("P1", "43"),
        *series("FD 8", "21", "10", "28", "19", "24", "23", "18"),
        *series("CIN 4", "70", "58", "67", "59", "49", "50", "62"),
        *series("LAC 19", "71", "71", "53"),
        *series("AD 7", "763", None, None, None, "483", "435", "413"),
        *series("W 1 e", "17", "19", "19"),
        *series("AMT 2", "71.3", "85.8", "90.1", "88.8", "85.8", "78.5", "67.7"),
        *series("CP 10", "5", "5"),
        *series("CL 1", "358", None),
    ),
    sections=(section("front", 1, "Front Door"), section("work", 2, "Workforce")),
)

WORDS = [
    ("P1", "43%"),
    ("p1", "43%"),
    (" P1 value ", "43%"),
    ("W 1 e", "19"),
    ("W1e highest", "19 in September and October 2017"),
    ("W1e lowest", "17 in August 2017"),
    ("FD 8 previous", "23%"),
    ("FD8 Previous Value", "23%"),
    ("FD 8 previous Aug-17", "19%"),
    ("FD 8 Aug-17", "24%"),
    ("FD 8 2017-08", "24%"),
    ("FD 8 August 2017", "24%"),
    ("FD 8 august", "24%"),
    ("FD 8 change", "fell 5 percentage points, from 23% to 18%"),
    ("FD 8 Sep-17 change", "fell 1 percentage point, from 24% to 23%"),
    ("FD 8 change since Apr-17", "fell 3 percentage points, from 21% to 18%"),
    ("FD 8 change since April 2017", "fell 3 percentage points, from 21% to 18%"),
    ("W 1 e change", "unchanged at 19"),
    ("AD 7 change", "fell 22 days, from 435 to 413"),
    ("AMT 2", "67.7%"),
    ("AMT 2 change", "fell 10.8 percentage points, from 78.5% to 67.7%"),
    ("P1 target", "24%"),
    ("P1 gap", "19 percentage points above the target of 24%"),
    ("AMT 2 gap to target", "27.3 percentage points below the target of 95.0%"),
    ("CIN 4 gap", "on the target of 62%"),
    ("AD 7 gap", "145 days below the target of 558"),
    ("P1 rating", "Red"),
    ("FD 8 RAG", "Green"),
    ("FD 8 rating Sep-17", "Amber"),
    ("P1 months red", "1 month"),
    ("AMT 2 months red in a row", "2 months"),
    ("FD 8 months amber Sep-17", "2 months"),
    ("CIN 4 best", "70% in April 2017"),
    ("CIN 4 worst month", "49% in August 2017"),
    ("FD 8 best", "10% in May 2017"),
    ("FD 8 worst", "28% in June 2017"),
    ("CIN 4 title", "Title of CIN 4"),
    ("LAC 19 (12m)", "53%"),
    ("LAC 19 Sep-17", "71%"),
    ("count red", "3"),
    ("count green in Front Door", "3"),
    ("count red in work", "1"),
    ("count indicators in WORKFORCE", "2"),
    ("count not rated", "3"),
    ("count as reported", "0"),
    ("count amber Sep-17", "2"),
    ("count amber in Front Door September 2017", "2"),
]


@pytest.mark.parametrize(("expression", "words"), WORDS)
def test_an_expression_reads_in_words(expression: str, words: str) -> None:
    result = evaluate(PACK, expression)
    assert isinstance(result, LiveText), result
    assert result.text == words


def test_a_figure_says_what_it_is_of() -> None:
    assert evaluate(PACK, "FD 8 Aug-17") == LiveText("24%", "FD8", Period(2017, 8))
    assert evaluate(PACK, "count red") == LiveText("3", "", OCT)


def test_counts_are_the_printed_ones() -> None:
    counts = count_ratings(PACK)
    shown = {name: evaluate(PACK, f"count {name}") for name in ("red", "amber", "green", "not rated")}
    printed = (counts.red, counts.amber, counts.green, counts.not_rated)
    assert [getattr(result, "text", "") for result in shown.values()] == [str(count) for count in printed]


FAULTS = [
    ("", "syntax", 0, "empty", "{{REF}}"),
    ("FD 9", "reference", 0, "FD 9", "Did you mean FD 8?"),
    ("CIN4x change", "reference", 0, "CIN4x", "CIN 4"),
    ("XYZZY", "reference", 0, "XYZZY", "Use one of the 9 references"),
    ("FD 8 chnage", "field", 5, "chnage", "change"),
    ("FD 8 target price", "field", 12, "price", "{{REF}}"),
    ("FD 8 target gap", "field", 12, "gap", "gap"),
    ("FD 8 Aug-19", "month", 5, "Aug-19", "Oct-17"),
    ("FD 8 Dec-17", "month", 5, "Dec-17", "Oct-17"),
    ("FD 8 August 2016", "month", 5, "August 2016", "Oct-17"),
    ("FD 8 change since lately", "month", 18, "lately", "Oct-17"),
    ("FD 8 change since", "month", 12, "since", "Oct-17"),
    ("FD 8 since Aug-17", "syntax", 0, "since", "{{REF}}"),
    ("LAC 19 change", "value", 7, "break", "since"),
    ("LAC 19 previous", "value", 7, "break", "{{LAC 19 (12m) Sep-17}}"),
    ("LAC 19 best", "value", 7, "fewer", "alone"),
    ("AD 7 Jul-17", "value", 0, "no cases", "month"),
    ("AD 7 change Jul-17", "value", 5, "no value", "since"),
    ("CL 1", "value", 0, "no cases", "month"),
    ("CL 1 target", "value", 5, "context", "target"),
    ("CL 1 gap", "value", 5, "no target", "target"),
    ("CL 1 rating", "value", 5, "no rating", "stands"),
    ("CL 1 best", "value", 5, "no polarity", "highest"),
    ("AD 7 gap Jul-17", "value", 5, "no cases", "month"),
    ("CP 10 gap", "value", 6, "<10% of Cohort", "words"),
    ("CP 10 rating", "value", 6, "cohort", "stands"),
    ("CIN 4 months red", "value", 6, "not Red", "no longer"),
    ("P1 best", "value", 3, "fewer", "alone"),
    ("count", "field", 0, "count", "{{REF}}"),
    ("count blue", "field", 6, "blue", "{{REF}}"),
    ("count redd", "field", 6, "redd", "red"),
    ("count red in Workfroce", "section", 13, "Workfroce", "Workforce"),
    ("count red of everything", "section", 10, "of", "{{count red in SECTION}}"),
    ("count red in", "section", 10, "in", "{{count red in SECTION}}"),
    ("count red Dec-17", "month", 10, "Dec-17", "Oct-17"),
    ("W 1 e title now", "field", 12, "now", ""),
]


@pytest.mark.parametrize(("expression", "kind", "offset", "found", "remedy"), FAULTS)
def test_a_fault_says_where_what_and_how(
    expression: str, kind: str, offset: int, found: str, remedy: str
) -> None:
    result = evaluate(PACK, expression)
    assert isinstance(result, LiveFault), result
    assert (result.kind, result.offset) == (kind, offset)
    assert found in result.found
    assert remedy in result.remedy or remedy in result.expected
    assert result.expected


@pytest.mark.parametrize("field", [*FIELDS, *SYNONYMS])
def test_every_field_answers_for_every_indicator(field: str) -> None:
    for one in PACK.indicators:
        result = evaluate(PACK, f"{one.ref} {field}")
        assert isinstance(result, (LiveText, LiveFault))


def test_a_percentage_never_moves_by_per_cent() -> None:
    for one in PACK.indicators:
        result = evaluate(PACK, f"{one.ref} change")
        if isinstance(result, LiveText) and one.unit is Unit.PERCENT and "from" in result.text:
            assert "percentage point" in result.text


WORD = st.sampled_from(
    [
        *FIELDS,
        *COUNTED,
        "count",
        "in",
        "since",
        "FD 8",
        "P1",
        "LAC 19",
        "Aug-17",
        "May",
        "2017",
        "x",
        "Workforce",
    ]
)


@given(st.lists(WORD, max_size=6))
def test_whatever_is_written_gets_words_or_a_fault_within_it(words: list[str]) -> None:
    expression = " ".join(words)
    result = evaluate(PACK, expression)
    if isinstance(result, LiveFault):
        assert 0 <= result.offset <= len(expression)
    else:
        assert result.text
