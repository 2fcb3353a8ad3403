"""Whether a text speaks of an indicator."""

from __future__ import annotations

import pytest

from boardpack.check.mentions import names, passages, reference_pattern
from boardpack.model.finding import Place
from boardpack.model.narrative import Narrative, NarrativeKind
from tests.check.builders import OCT, indicator

RIVALS = [
    indicator("W 1", 1, "Average Caseload per Social Worker"),
    indicator("W1 a", 2, "Average Caseload per Social Worker - Assessment"),
    indicator("W1 d", 3, "Average Caseload per Social Worker - CWD"),
    indicator("P1", 4, "Vacancy Rate"),
    indicator(
        "CIN 5", 5, "Percentage of CIN* for who had review on time (excludes those allocated to CWD teams)"
    ),
    indicator("CL a", 6, "Care Leavers with an Up-to-date Pathway plan"),
]
BY_REF = {one.definitions[0].reference: one for one in RIVALS}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("W1a is high", {"W1 a"}),
        ("W 1 A is high", {"W 1", "W1 a"}),
        ("vacancies are many", {"P1"}),
        ("the vacancy rate", {"P1"}),
        ("Assessment caseloads have gone up", {"W1 a"}),
        ("caseloads have gone up", set()),
        ("CWDs are short of staff", {"W1 d"}),
        ("reduction in CIN reviews on time", {"CIN 5"}),
        ("pathway plans are late", {"CL a"}),
        ("CLa- pathway", {"CL a"}),
        ("CLA numbers", set()),
        ("P12 and AP1", set()),
    ],
)
def test_what_names_an_indicator(text: str, named: set[str]) -> None:
    found = {ref for ref, one in BY_REF.items() if names(text, one, RIVALS, OCT)}
    assert found >= named
    assert not (found - named) & {"P1", "CL a", "W1 d", "CIN 5"}


def test_a_title_of_common_words_names_nothing() -> None:
    plain = indicator("Z 1", 1, "Number of the last")
    assert not names("the number of the last", plain, [], OCT)


@pytest.mark.parametrize(
    ("display", "text", "found"),
    [
        ("LAC 19 (12m)", "LAC19", True),
        ("LAC 19 (12m)", "LAC 190", False),
        ("CP 10a", "CP 10 A", True),
        ("CP 10", "CP 10a", False),
        ("F 3", "f 3", False),
    ],
)
def test_references_however_spaced(display: str, text: str, found: bool) -> None:
    assert bool(reference_pattern(indicator(display, 1, "t")).search(text)) is found


def test_a_narrative_is_split_at_its_headings() -> None:
    source = "Before.\n\n## One\n\nFirst.\n### Two ##\nSecond.\n"
    narrative = Narrative(NarrativeKind.SUMMARY, "", source, (), Place("summary.md", 5))
    found = [(part.heading, part.text.strip(), part.line) for part in passages(narrative)]
    assert found == [("", "Before.", 5), ("One", "First.", 8), ("Two", "Second.", 11)]
