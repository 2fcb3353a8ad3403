"""A figure pinned by its author is about that indicator and month, and prints as plain text."""

from __future__ import annotations

import pytest

from boardpack.claims.case import Verdict
from boardpack.claims.report import claim_findings
from boardpack.content import Paragraph, Text, inline_text
from boardpack.load.markdown import parse
from boardpack.model.finding import Place, Severity
from boardpack.model.pack import Pack
from tests.claims.test_verdicts import claims_of, telling

HERE = Place("a.md", 1)


def test_a_pin_ties_a_figure_to_its_indicator_and_month(october: Pack) -> None:
    claims = claims_of(october, 'Something stood at [92%]{ref="FD 3" month="2017-09"} once.')
    assert [(c.refs, c.tied_by, c.verdict) for c in claims] == [(("FD3",), "pin", Verdict.AGREES)]


def test_a_pinned_figure_that_is_wrong_is_an_error(october: Pack) -> None:
    found = list(claim_findings(telling(october, 'Something stood at [67%]{ref="FD 3" month="2017-09"}.')))
    assert [(f.rule, f.severity, f.subject) for f in found] == [("claim-contradicted", Severity.ERROR, "FD3")]


def test_a_pin_without_a_month_is_of_the_packs_own(october: Pack) -> None:
    claims = claims_of(october, 'The share was [86%]{ref="FD 3"}.')
    assert [(c.refs, c.verdict) for c in claims] == [(("FD3",), Verdict.AGREES)]


def test_a_pin_to_an_unknown_indicator_is_an_error(october: Pack) -> None:
    found = list(claim_findings(telling(october, 'It was [86%]{ref="ZZ 9"}.')))
    assert [f.rule for f in found] == ["claim-pin"]


def test_a_pin_prints_as_plain_text() -> None:
    blocks, faults = parse('It was [86%]{ref="FD 3"} now.', HERE)
    (paragraph,) = blocks
    assert isinstance(paragraph, Paragraph)
    assert (inline_text(paragraph.content), faults) == ("It was 86% now.", ())
    assert [run.pin for run in paragraph.content if isinstance(run, Text) and run.pin] == ["FD 3"]


@pytest.mark.parametrize("mark", ["{ref=FD 3}", '{ref="FD 3" month="May"}', '{month="2017-09"}'])
def test_a_pin_that_cannot_be_read_is_a_finding(mark: str) -> None:
    _, faults = parse(f"It was [86%]{mark}.", HERE)
    assert [fault.rule for fault in faults] == ["pin-span"]
