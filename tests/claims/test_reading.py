"""What a sentence is read as, and what of it is said not to be read."""

from __future__ import annotations

import pytest

from boardpack.claims.case import Verdict
from boardpack.claims.report import claim_findings, explain
from boardpack.model.finding import Severity
from boardpack.model.pack import Pack
from tests.claims.test_verdicts import claims_of, telling

PARTLY = (
    ("FD 3 was 86%, eleven more than in the summer.", "86%"),
    ("FD 3 was 86%, which is more than a record.", "86%"),
)


@pytest.mark.parametrize(("sentence", "figure"), PARTLY)
def test_what_was_not_read_is_named_and_does_not_agree(sentence: str, figure: str, october: Pack) -> None:
    claims = claims_of(october, sentence)
    assert (figure, Verdict.AGREES) in {(c.words, c.verdict) for c in claims}
    assert any(c.verdict is not Verdict.AGREES for c in claims)


def test_a_sentence_read_in_part_is_never_an_error(october: Pack) -> None:
    found = list(claim_findings(telling(october, "FD 3 was 71% until March, twelve more than at the peak.")))
    assert Severity.ERROR not in {finding.severity for finding in found}


def test_a_figure_from_elsewhere_cannot_be_checked(october: Pack) -> None:
    claims = claims_of(october, "FD 3 stood at 86%, below the 94% national average.")
    assert [c.verdict for c in claims if c.words == "86%"] == [Verdict.AGREES]
    assert [c.verdict for c in claims if "94%" in c.words] == [Verdict.UNCHECKED]


def test_nothing_is_rounded_to_all_or_none(october: Pack) -> None:
    claims = claims_of(october, "LE 2 was 100% in October.")
    assert [c.verdict for c in claims] == [Verdict.CONTRADICTS]


def test_a_change_from_a_month_to_itself_is_no_claim(october: Pack) -> None:
    claims = claims_of(october, "FD 8 fell from 24% in August to 24% in August.")
    assert Verdict.CONTRADICTS not in {c.verdict for c in claims if c.kind == "direction"}


def test_explaining_a_sentence_shows_its_tokens_and_claims(october: Pack) -> None:
    told = explain(october, "front-door.md", 5)
    assert "24%: number" in told
    assert "August 2017: month Aug-17" in told
    assert "value “18%” [FD 8 by reference] contradicts: FD 8 was 24% in Aug-17" in told
    assert explain(october, "front-door.md", 4000) == ""


def test_a_limit_of_a_title_in_other_words_is_no_figure(october: Pack) -> None:
    told = "The highest month of the year for contacts actioned within 24 hours (FD 3) was September, at 92%."
    assert {(c.kind, c.verdict) for c in claims_of(october, told)} == {
        ("record", Verdict.AGREES),
        ("value", Verdict.AGREES),
    }


def test_every_mark_of_a_sentence_can_be_explained(october: Pack) -> None:
    pack = telling(october, "FD 3: 86% (in October) - up; and/or 2: [see] “more” & more?")
    assert "colon" in explain(pack, pack.narratives[0].place.file, pack.narratives[0].place.line)
