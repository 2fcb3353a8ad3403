"""October 2017: the audit's table of every number in the commentary, verdict by verdict."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from boardpack.claims.case import Verdict
from boardpack.claims.register import Claim, register
from boardpack.claims.report import CLAIM_RULES, claim_findings, register_rows, register_text
from boardpack.load.markdown import parse
from boardpack.model.finding import Place, Severity
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.pack import Pack

SUMMARY = "directors-summary.md"
AGREES, CONTRADICTS = Verdict.AGREES, Verdict.CONTRADICTS
UNIT, UNCHECKED = Verdict.WRONG_UNIT, Verdict.UNCHECKED

TABLE: tuple[tuple[str, str, str, str, str, Verdict, str], ...] = (
    # the audit's line, file, words of the sentence, words of the claim, indicator, verdict, rule
    ("L20", SUMMARY, "stands at 43%", "43%", "P1", AGREES, ""),
    ("L20", SUMMARY, "stands at 43%", "25%", "", UNCHECKED, "claim-unchecked"),
    ("L24", SUMMARY, "re-referral rates", "-5%", "FD8", UNIT, "claim-unit"),
    ("L24", SUMMARY, "re-referral rates", "reduction", "FD8", AGREES, ""),
    ("L24", SUMMARY, "slight downturn", "downturn", "FD3", AGREES, ""),
    ("L24", SUMMARY, "slight downturn", "downturn", "FD3", CONTRADICTS, "claim-size"),
    ("L28", SUMMARY, "(-11%)", "-11%", "AMT2", UNIT, "claim-unit"),
    ("L28", SUMMARY, "(current figure 119)", "119", "", UNCHECKED, "claim-unchecked"),
    ("L32", SUMMARY, "(+12%)", "+12%", "CIN4", UNIT, "claim-unit"),
    ("L32", SUMMARY, "(-6%)", "-6%", "CIN5", UNIT, "claim-unit"),
    ("L36", SUMMARY, "high risk indicator", "reduction", "CP5", AGREES, ""),
    ("L36", SUMMARY, "high risk indicator", "high risk", "CP5", AGREES, ""),
    ("L36", SUMMARY, "has slowed", "slowed", "LE3", UNCHECKED, "claim-unchecked"),
    ("L38", SUMMARY, "+11% improvement", "+11%", "CP13", UNIT, "claim-unit"),
    ("L44", SUMMARY, "LAC visits in timescale", "no change", "LAC10", AGREES, ""),
    ("L44", SUMMARY, "LAC visits in timescale", "90%", "LAC10", AGREES, ""),
    ("L44", SUMMARY, "Placement stability", "strong", "LAC20", CONTRADICTS, "claim-status"),
    ("L46", SUMMARY, "adoption performance", "no significant month on month variations", "AD7", AGREES, ""),
    ("L46", SUMMARY, "foster carer annual reviews", "+13%", "F3", UNIT, "claim-unit"),
    ("L48", SUMMARY, "NEET figures", "improvement", "CL2", AGREES, ""),
    ("L48", SUMMARY, "NEET figures", "improvement", "CL2", CONTRADICTS, "claim-streak"),
    ("L124", "workforce.md", "only 6 NQSWs", "6", "", UNCHECKED, "claim-unchecked"),
    ("L138", "front-door.md", "24% in August", "24%", "FD8", AGREES, ""),
    ("L138", "front-door.md", "24% in August", "18%", "FD8", CONTRADICTS, "claim-contradicted"),
    ("L138", "front-door.md", "dropped slightly", "dropped", "FD3", AGREES, ""),
    ("L138", "front-door.md", "dropped slightly", "dropped", "FD3", CONTRADICTS, "claim-size"),
    (
        "L162",
        "child-in-need-visits-and-reviews.md",
        "gradual",
        "improvement",
        "CIN4",
        CONTRADICTS,
        "claim-size",
    ),
    ("L173", "child-protection-conferences-and-visits.md", "timeliness of", "increase", "CP13", AGREES, ""),
    ("L203", "missing-children.md", "50% for November", "50%", "MC6", UNCHECKED, "claim-unchecked"),
    ("L214", "care-proceedings.md", "continued to rise", "rise", "LE3", CONTRADICTS, "claim-contradicted"),
    ("L214", "care-proceedings.md", "cases concluded", "decline", "LE2", AGREES, ""),
    ("L215", "care-proceedings.md", "number of weeks", "downward trend", "", UNCHECKED, "claim-unchecked"),
    (
        "L226",
        "looked-after-visits-and-reviews.md",
        "LAC 10",
        "increase",
        "LAC10",
        CONTRADICTS,
        "claim-contradicted",
    ),
    ("L238", "looked-after-stability.md", "methodology", "methodology changed", "LAC19", AGREES, ""),
    ("L249", "fostering-and-adoption.md", "F3", "rise", "F3", AGREES, ""),
    ("L261", "care-leavers-pathway-plans.md", "CLa", "improving", "CLA", AGREES, ""),
)
"""Two lines of the audit's table are no claims to this room. L44 `rolling year indicator`: what stretch of
time a value is of is a fact of the data, and the rule `value-rolling` looks at it. L57 stands in the action
log, which is no commentary. Of L46 and L261 the audit adds what is left out, which no rule reads."""


@pytest.fixture(scope="module")
def claims(october: Pack) -> tuple[Claim, ...]:
    return register(october)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]} {row[3]} {row[5].value}")
def test_the_audits_verdict_is_reached(
    row: tuple[str, str, str, str, str, Verdict, str], claims: tuple[Claim, ...]
) -> None:
    _, file, sentence, words, ref, verdict, rule = row
    found = [
        (claim.verdict, claim.rule)
        for claim in claims
        if claim.place.file.endswith(file)
        and sentence in claim.sentence
        and claim.words == words
        and claim.refs == ((ref,) if ref else ())
    ]
    assert (verdict, rule) in found


def test_the_errors_are_the_three_that_are_plainly_wrong(october: Pack) -> None:
    errors = [f for f in claim_findings(october) if f.severity is Severity.ERROR]
    assert [(f.rule, f.subject) for f in errors] == [
        ("claim-contradicted", "FD8"),
        ("claim-contradicted", "LE3"),
        ("claim-contradicted", "LAC10"),
    ]
    assert (errors[0].place.line, errors[0].place.column) == (5, 101)
    assert "24%" in errors[0].expected


def test_what_is_wrong_by_the_way_or_by_judgement_is_a_warning(october: Pack) -> None:
    warned = {(f.rule, f.subject) for f in claim_findings(october) if f.severity is Severity.WARNING}
    assert ("claim-passing", "LE3") in warned
    assert {rule for rule, _ in warned} <= {rule.name for rule in CLAIM_RULES}


def test_the_published_figures_in_place_of_live_ones_agree_too(october: Pack) -> None:
    plain = "Vacancies stand at 43%.\n\nThere has been no change in LAC visits which remains at 90%.\n"
    assert [f for f in claim_findings(_telling(october, plain)) if f.severity is not Severity.NOTE] == []


def test_the_register_prints_every_claim(october: Pack, claims: tuple[Claim, ...]) -> None:
    text = register_text(october)
    assert text.count("\n    ") == len(claims)
    assert "narratives/2017-10/front-door.md:5: FD8 - performance" in text
    assert "101: value “18%” [FD 8 by reference] contradicts: FD 8 was 24% in Aug-17" in text
    rows = register_rows(october, claims)
    assert len(rows) == len(claims)
    assert {row["verdict"] for row in rows} == {verdict.value for verdict in Verdict}
    assert register_text(october, ()) == "No sentence gives a figure or a direction.\n"


def test_the_small_pack_is_silent(small: Pack) -> None:
    assert list(claim_findings(small)) == []


def _telling(pack: Pack, source: str) -> Pack:
    place = Place("summary.md", 1)
    summary = Narrative(NarrativeKind.SUMMARY, "", source, parse(source, place)[0], place)
    return replace(pack, narratives=(summary,))


TRUE = (Path(__file__).parent / "october_true.txt").read_text("utf-8").splitlines()
"""Sentences that October's figures bear out, as an analyst would write them."""


def test_what_is_true_of_october_is_not_faulted(october: Pack) -> None:
    found = {one: list(claim_findings(_telling(october, f"{one}\n"))) for one in TRUE}
    assert {
        one: each for one, each in found.items() if any(f.severity is not Severity.NOTE for f in each)
    } == {}
