"""What follows from a fault that the loader has told is not told again."""

from __future__ import annotations

from boardpack.check.audit import gathered, joined_findings
from boardpack.model.finding import Finding, Place, Severity
from tests.support.packs import clean


def finding(
    rule: str, file: str, line: int, subject: str = "", *, found: str = "x", column: int = 0
) -> Finding:
    return Finding(rule, Severity.ERROR, Place(file, line, column), subject, found, "y", "Do z.")


INDICATORS, TARGETS, VALUES = "data/indicators.csv", "data/targets.csv", "data/values-2017-18.csv"


def test_findings_on_an_indicator_whose_row_cannot_be_read_are_left_out() -> None:
    loaded = [finding("word-unknown", INDICATORS, 2)]
    checked = [finding("unit-mismatch", TARGETS, 2, "AB1"), finding("unit-mismatch", TARGETS, 4, "CD1")]
    told = joined_findings(clean(), loaded, checked)
    assert [(f.rule, f.subject) for f in told] == [("word-unknown", ""), ("unit-mismatch", "CD1")]


def test_so_are_findings_on_an_indicator_whose_target_cannot_be_read() -> None:
    loaded = [finding("word-unknown", TARGETS, 2)]
    checked = [finding("rating-differs", "data/reported-2017-10.csv", 2, "AB1")]
    assert len(joined_findings(clean(), loaded, checked)) == 1


def test_a_warning_of_the_loader_hides_nothing() -> None:
    warning = Finding("column-unknown", Severity.WARNING, Place(INDICATORS, 2), "", "x", "y", "z")
    checked = [finding("unit-mismatch", TARGETS, 2, "AB1")]
    assert len(joined_findings(clean(), [warning], checked)) == 2


def test_a_row_that_cannot_be_read_has_no_other_finding_but_a_line_of_prose_may() -> None:
    prose = "narratives/2017-10/visits.md"
    loaded = [finding("cell-wrong", VALUES, 3), finding("raw-html", prose, 2)]
    checked = [finding("value-jump", VALUES, 3, "AB2"), finding("small", prose, 2)]
    assert [f.rule for f in joined_findings(clean(), loaded, checked)] == ["cell-wrong", "raw-html", "small"]


def test_what_is_not_in_a_file_that_cannot_be_read_is_not_asked_for() -> None:
    prose = "narratives/2017-10/visits.md"
    checked = [finding("activity-missing", prose, 0), finding("activity-missing", "narratives/other.md", 0)]
    told = joined_findings(clean(), [finding("not-utf8", prose, 3)], checked)
    assert [f.rule for f in told] == ["not-utf8", "activity-missing"]


def test_three_alike_in_a_line_are_told_as_one_two_are_not() -> None:
    three = [finding("value-unit", VALUES, 2, found=f"cell {n}", column=n) for n in range(3, 6)]
    assert [f.found for f in gathered(three)] == ["cell 3 (and 2 more like it)"]
    assert gathered(three[:2]) == three[:2]


def test_three_of_one_wording_in_a_file_are_told_as_one() -> None:
    three = [finding("ref-unknown", VALUES, line, found="the reference `ZZ 1`") for line in (5, 6, 7)]
    assert [(f.place.line, f.found) for f in gathered(three)] == [
        (5, "the reference `ZZ 1` (and 2 more like it)")
    ]


def test_an_unknown_reference_is_told_once_and_not_by_the_claims_and_live_figures_it_spoils() -> None:
    prose = "narratives/2017-10/visits.md"
    checked = [
        finding("commentary-reference", prose, 2, "ZZ9"),
        finding("claim-unchecked", prose, 2),
        finding("claim-contradicted", prose, 2),
        finding("claim-contradicted", prose, 2, "AB1"),
        finding("claim-unchecked", prose, 4),
        finding("live-reference", prose, 2, found="the reference ZZ 8"),
        finding("live-reference", prose, 6, found="the reference ZZ 9"),
        finding("live-reference", prose, 6, found="the reference ZZ 8"),
        finding("live-reference", "narratives/2017-10/waits.md", 6, found="the reference ZZ 9"),
    ]
    told = [(f.rule, f.place.line, f.subject) for f in joined_findings(clean(), [], checked)]
    assert told == [
        ("commentary-reference", 2, "ZZ9"),
        ("claim-contradicted", 2, "AB1"),
        ("claim-unchecked", 4, ""),
        ("live-reference", 2, ""),
        ("live-reference", 6, ""),
    ]
