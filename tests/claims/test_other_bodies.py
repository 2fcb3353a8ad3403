"""Claims of other bodies' packs: quarters, comparators, money, durations, rates, the year to date."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from boardpack.claims.case import Verdict
from boardpack.claims.report import claim_findings
from boardpack.model.finding import Severity
from boardpack.model.pack import Pack
from tests.claims.test_verdicts import claims_of, telling
from tests.conftest import loaded

PACKS = Path(__file__).parent.parent / "packs"
COUNCIL, TRUST, HOUSING = "council-quarter", "trust-month", "housing"


@cache
def pack_of(name: str) -> Pack:
    return loaded(PACKS / name)


TRUE = (
    # quarters as periods
    (COUNCIL, "HS 1 was 70.6% in quarter 2."),
    (COUNCIL, "HS 1 rose from 66.4% in Q1 to 70.6% in Q2."),
    (COUNCIL, "HS 1 was 70.6%, up from 60.2% a year ago."),
    (COUNCIL, "HS 1 was 70.6%, up from 66.4% in the previous quarter."),
    (COUNCIL, "HS 1 was 70.6%, up 4.2 percentage points on quarter 1."),
    (COUNCIL, "HS 1 was 64.0% in Q4 2024/25."),
    (COUNCIL, "RS 1 was 63% in Q4 last year."),
    (COUNCIL, "LB 1 stood at 66,950 in the quarter, 4,470 more than in quarter 1."),
    (COUNCIL, "HS 2 fell for four quarters in a row."),
    (COUNCIL, "CT 1 stands at 56.1% for the year to date."),
    # comparators
    (COUNCIL, "ED 1 was 62.8%, above the England average of 62.0%."),
    (COUNCIL, "ED 1 is 0.8 percentage points above England."),
    (COUNCIL, "ED 1 is below similar councils, at 63.1%."),
    (COUNCIL, "ED 1 was 62.8%, better than the national average of 62%."),
    # money
    (TRUST, "FN 1 showed a surplus of £240k in October."),
    (TRUST, "FN 1 was £240,000 in October."),
    (TRUST, "FN 1 stood at £0.24m."),
    (TRUST, "FN 1 was in deficit by £41k in May 2024."),
    (TRUST, "FN 1 was -£41k in May 2024."),
    (HOUSING, "AR 1 stood at £340k in October."),
    (HOUSING, "AR 1 was £0.34m, below its target of £345,000."),
    # durations
    (TRUST, "AE 2 was 11:00 in October."),
    (TRUST, "AE 2 was 12 hours 16 minutes in September."),
    (TRUST, "AM 1 fell from 33 minutes 8 seconds to 31 minutes 20 seconds."),
    (TRUST, "AM 1 was 00:31:20."),
    (TRUST, "AM 1 was 31 minutes."),
    # rates, year to date, last year
    (TRUST, "FL 1 was 5.42 per 1,000 bed days."),
    (TRUST, "AE 1 was 80.7% for the year to date."),
    (TRUST, "IC 1 stands at 44 cases for the year to date."),
    (TRUST, "AE 1 was 81.0%, compared with 76.4% in October last year."),
    (TRUST, "AE 1 was 81.0%, 4.6 percentage points higher than a year earlier."),
)


@pytest.mark.parametrize(("name", "sentence"), TRUE)
def test_what_is_true_of_another_body_agrees(name: str, sentence: str) -> None:
    claims = claims_of(pack_of(name), sentence)
    assert Verdict.AGREES in {claim.verdict for claim in claims}
    found = {finding.severity for finding in claim_findings(telling(pack_of(name), sentence))}
    assert found <= {Severity.NOTE}


FALSE = (
    (COUNCIL, "HS 1 was 66.4% in quarter 2."),
    (COUNCIL, "HS 1 was 70.6%, down from 66.4% in the previous quarter."),
    (COUNCIL, "HS 1 was 70.6%, up 6.6 percentage points on quarter 1."),
    (COUNCIL, "ED 1 was 62.8%, below the England average of 62.0%."),
    (COUNCIL, "ED 1 was 62.8%, above the England average of 61.0%."),
    (COUNCIL, "ED 1 is above similar councils."),
    (TRUST, "FN 1 showed a deficit of £240k in October."),
    (TRUST, "FN 1 stood at £2.4m."),
    (TRUST, "AE 2 was 12 hours 46 minutes in September."),
    (TRUST, "AM 1 was 00:33:20."),
    (TRUST, "FL 1 was 5.24 per 1,000 bed days."),
    (TRUST, "FL 1 was 5.42 per 10,000 bed days."),
    (TRUST, "AE 1 was 83.7% for the year to date."),
    (HOUSING, "AR 1 stood at £240k in October."),
)


@pytest.mark.parametrize(("name", "sentence"), FALSE)
def test_what_is_false_of_another_body_is_found(name: str, sentence: str) -> None:
    found = {finding.severity for finding in claim_findings(telling(pack_of(name), sentence))}
    assert found & {Severity.ERROR, Severity.WARNING}


def test_what_would_be_needed_is_no_figure_of_now() -> None:
    found = claim_findings(telling(pack_of(TRUST), "AE 1 needs 89.2% in each remaining month."))
    assert {finding.severity for finding in found} <= {Severity.NOTE}
