"""Single sentences about October 2017 that the figures deny, leave open, or fault in their unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from boardpack.check.rules.commentary import LIVE_RULES, live_findings
from boardpack.claims.case import Case, Verdict
from boardpack.claims.check_figures import stretch_value
from boardpack.claims.register import Claim, register
from boardpack.claims.report import claim_findings
from boardpack.claims.syntax import Kind, Statement
from boardpack.load.markdown import parse
from boardpack.model.finding import Place, Severity
from boardpack.model.indicator import Basis, Target, TargetStatus, Unit
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.pack import Pack
from boardpack.words import read_words

HERE = Place("narratives/2017-10/summary.md", 3)


def telling(pack: Pack, source: str) -> Pack:
    blocks, _ = parse(source, HERE)
    summary = Narrative(NarrativeKind.SUMMARY, "", source, blocks, HERE)
    return replace(pack, narratives=(summary,))


def claims_of(pack: Pack, source: str) -> tuple[Claim, ...]:
    return register(telling(pack, source))


WRONG = (
    # said with a hedge of the speaker, which is no aim
    ("As far as we can tell, FD 3 stands at 68%.", "claim-contradicted"),
    ("FD 3 seems to have risen.", "claim-contradicted"),
    ("FD 3 is, I regret to say, 68%.", "claim-contradicted"),
    # a figure of another month beside a hedge; what goes on since
    ("FD 8 was 18% in October, just below the 19% of September.", "claim-contradicted"),
    ("FD 8 was 28% in June and has gone on rising since.", "claim-doubtful"),
    # runs, times, records, shares of all
    ("FD 8 was 18%, the fourth fall in a row.", "claim-contradicted"),
    ("FD 8 is lower than at any time since April.", "claim-contradicted"),
    ("FD 3 is rated Green in two of the seven.", "claim-contradicted"),
    ("Not since May had FD 3 been above 85%.", "claim-doubtful"),
    ("FD 3 rose by 3 percentage points on the month.", "claim-contradicted"),
    # value, month, unit
    ("FD 3 stands at 68%.", "claim-contradicted"),
    ("FD 3 was 86% in September.", "claim-contradicted"),
    ("FD 3 stands at 86.", "claim-unit"),
    ("FD 3 stands at 68.", "claim-contradicted"),
    ("W 1 stands at 17%.", "claim-unit"),
    ("AD 7 stood at £413.", "claim-unit"),
    ("FD 3 is nearly 90%.", "claim-contradicted"),
    ("FD 3 is over 90%.", "claim-contradicted"),
    ("FD 3 is at least 90%.", "claim-contradicted"),
    ("FD 3 is at most 80%.", "claim-contradicted"),
    ("CIN 4 is about 80%.", "claim-contradicted"),
    ("FD 8 fell from 32% to 18%.", "claim-contradicted"),
    ("Since April, FD 8 has fallen from 23% to 18%.", "claim-contradicted"),
    # changes
    ("FD 8 fell by 6 percentage points.", "claim-contradicted"),
    ("FD 8 fell by 5%.", "claim-unit"),
    ("FD 8 fell by 22%.", "claim-unit"),
    ("LE 3 rose by 15 percentage points in September.", "claim-contradicted"),
    ("CL 1 rose by 30 percentage points.", "claim-unit"),
    ("CL 1 rose by 8 percentage points.", "claim-unit"),
    ("CL 1 rose by 20%.", "claim-contradicted"),
    ("CIN 4 – an improvement in visits (-12 percentage points).", "claim-contradicted"),
    # directions
    ("FD 8 rose in October.", "claim-contradicted"),
    ("FD 8 worsened.", "claim-contradicted"),
    ("Visits fell.", "claim-doubtful"),  # which of three is open
    ("FD 8 did not fall.", "claim-contradicted"),
    ("There was no improvement in FD 8.", "claim-contradicted"),
    ("There was no change in FD 8.", "claim-contradicted"),
    ("FD 3 continues to rise.", "claim-contradicted"),
    ("FD 3 rose over the last few months.", "claim-contradicted"),
    ("FD 3 has risen over the last two months.", "claim-contradicted"),
    ("LE 3 has continued to rise over the last three months.", "claim-contradicted"),
    ("CIN 4 fell again.", "claim-contradicted"),
    ("CIN 5 remained stable.", "claim-size"),
    ("CIN 4 improved slightly.", "claim-size"),
    ("LAC 20 improved significantly.", "claim-size"),
    ("CP 13 improved gradually.", "claim-size"),
    ("FD 3 fell further.", "claim-streak"),
    ("Despite the rise in FD 8, the team is coping.", "claim-passing"),
    # ratings, targets, judgements
    ("FD 8 is Red.", "claim-contradicted"),
    ("FD 8 is not Green.", "claim-contradicted"),
    ("FD 8 moved from Red to Green.", "claim-contradicted"),
    ("FD 3 is on target.", "claim-contradicted"),
    ("FD 8 missed its target.", "claim-contradicted"),
    ("The target was met for FD 3.", "claim-contradicted"),
    ("FD 8 is above its target.", "claim-contradicted"),
    ("FD 3 is 86% against a target of 95%.", "claim-contradicted"),
    ("FD 3 is 5 percentage points below target.", "claim-contradicted"),
    ("FD 3 is 4 percentage points above target.", "claim-contradicted"),
    ("FD 3 is 4% below target.", "claim-unit"),
    ("LAC 11 remains strong.", "claim-status"),
    ("FD 8 is now a high risk indicator.", "claim-status"),
    # records, runs, counts, definitions
    ("FD 8 is at its lowest level this year.", "claim-contradicted"),
    ("The best month for FD 8 was April.", "claim-contradicted"),
    ("The highest figure for FD 8 this year was 24%.", "claim-contradicted"),
    ("FD 8 is at its highest level since August.", "claim-contradicted"),
    ("LAC 11 fell for the third month in a row.", "claim-contradicted"),
    ("AMT 2 has been Red for six months.", "claim-contradicted"),
    ("FD 8 has been above its target for four months in a row.", "claim-contradicted"),
    ("16 of the 35 indicators are Red.", "claim-contradicted"),
    ("15 of the 34 indicators are Red.", "claim-contradicted"),
    ("In Workforce, 5 indicators are Red.", "claim-contradicted"),
    ("The definition of LAC 19 has been changed from August 2017.", "claim-contradicted"),
)


@pytest.mark.parametrize(("sentence", "rule"), WRONG)
def test_what_the_figures_deny_is_found(sentence: str, rule: str, october: Pack) -> None:
    found = [f for f in claim_findings(telling(october, sentence)) if f.severity is not Severity.NOTE]
    assert rule in {finding.rule for finding in found}
    for finding in found:
        assert (finding.place.file, finding.place.line) == (HERE.file, HERE.line)
        assert finding.found
        assert finding.expected
        assert finding.remedy


OPEN = (
    "P1 fell in October.",
    "P1 fell by 3 percentage points.",
    "P1 was 40% in September.",
    "P1 fell from 45% to 43%.",
    "P1 is at its highest level this year.",
    "P1 has continued to rise.",
    "LAC 19 fell from 71% to 53%.",
    "LAC 19 moved from Red to Red.",
    "LE 3 is Green.",
    "LE 3 remains strong.",
    "LE 3 missed its target.",
    "LE 3 improved in September.",
    "LE 3 is 98 against a target of 90.",
    "LE 3 is 8 above target.",
    "LE 3 is at its best level this year.",
    "LE 3 has missed its target for three months in a row.",
    "CP 10 is 3 below target.",
    "LAC 10 has been below target for nine months.",
    "The definition of FD 8 has been changed.",
    "FD 8 ranged between 12% and 27%.",
    "FD 8 fell compared with the same month last year.",
    "The England average is 35%.",
    "Vacancies are expected to fall to 30%.",
    "86% of staff have had an appraisal.",
    "The pace of FD 8 has slowed.",
)


@pytest.mark.parametrize("sentence", OPEN)
def test_what_the_figures_cannot_tell_is_a_note(sentence: str, october: Pack) -> None:
    assert {f.severity for f in claim_findings(telling(october, sentence))} <= {Severity.NOTE}
    assert Verdict.UNCHECKED in {claim.verdict for claim in claims_of(october, sentence)}


RIGHT = (
    ("FD 8 ranged between 10% and 28%.", "FD8"),
    ("The target for CP 10 is 10%.", "CP10"),
    ("FD 3 is at most 90%.", "FD3"),
    ("FD 3 is just over 85%.", "FD3"),
    ("FD 3 is just under 88%.", "FD3"),
    ("AD 7 took 413 days.", "AD7"),
    ("W 1 was unchanged at 17.", "W1"),
    ("AMT 2 fell by 10.8 percentage points.", "AMT2"),
    ("AMT 2 fell by almost 11 percentage points.", "AMT2"),
    ("LAC 11 and CIN 5 both worsened.", "LAC11"),
    ("FD 8 has been at or within its target since October.", "FD8"),
)


@pytest.mark.parametrize(("sentence", "ref"), RIGHT)
def test_what_the_figures_bear_out_agrees(sentence: str, ref: str, october: Pack) -> None:
    claims = [claim for claim in claims_of(october, sentence) if ref in claim.refs]
    assert {claim.verdict for claim in claims} == {Verdict.AGREES}


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("LAC 11 is Off track.", Verdict.AGREES),
        ("FD 8 is Off track.", Verdict.CONTRADICTS),
        ("FD 8 is now rated Delivered.", Verdict.AGREES),
        ("FD 3 is Delivered.", Verdict.CONTRADICTS),
        ("LAC 11 is Red.", Verdict.AGREES),
        ("15 of the 35 indicators are Off track.", Verdict.AGREES),
        ("16 of the 35 indicators are Off track.", Verdict.CONTRADICTS),
    ],
)
def test_a_rating_is_known_by_the_name_that_the_pack_has_for_it(
    sentence: str, verdict: Verdict, october: Pack
) -> None:
    own = read_words(own={"rating.red": "Off track", "rating.green": "Delivered"})
    claims = claims_of(replace(october, words=own), sentence)
    assert {claim.verdict for claim in claims} == {verdict}


def test_a_target_without_a_comparator_is_met_by_polarity(october: Pack) -> None:
    target = october.target("FD3", october.period)
    assert target is not None
    plain = replace(target, comparator=None)
    pack = replace(october, targets=(plain,))
    assert [c.verdict for c in claims_of(pack, "FD 3 missed its target.")] == [Verdict.AGREES]
    bare = Target(
        "LE3", None, None, "90", TargetStatus.SET, None, plain.value, False, None, "", "", plain.place
    )
    pack = replace(october, targets=(bare,))
    assert [c.verdict for c in claims_of(pack, "LE 3 missed its target.")] == [Verdict.UNCHECKED]


MARKED = (
    ("Some text.\n\nMore text, and **FD 3** stands at *68%*.\n", 3, 36),
    ("- one\n- FD 3 stands at 68%.\n", 2, 18),
    ("> FD 3 stands\n> at 68%.\n", 2, 6),
    ("1. FD 3 stands at [68%](https://example.org).\n", 1, 20),
    ("Plain heading\n=====\n\nFD 3&nbsp;stands at 68%.\n", 4, 21),
    ("| what | now |\n|---|---|\n| FD 3 stands at 68% | x |\n", 3, 18),
    ("<!-- FD 3 stands\nat 1% -->\nFD 3 stands at 68%.\n", 3, 16),
    ("FD 3[^1] stands at `68%`.\n", 1, 21),
    ("We use\\* approx. 3 rooms, e.g. two. FD 3 stands at 68%.\n", 1, 52),
    ("FD 8 is {{FD 8}}, and FD 3 stands at 68%.\n", 1, 38),
    ("![a picture](x.png) FD 3 <b>stands</b> at 68%.\n", 1, 43),
)


@pytest.mark.parametrize(("source", "line", "column"), MARKED)
def test_a_finding_stands_at_its_character_whatever_the_marks(
    source: str, line: int, column: int, october: Pack
) -> None:
    found = [f for f in claim_findings(telling(october, source)) if f.severity is not Severity.NOTE]
    assert [(f.place.line, f.place.column) for f in found] == [(HERE.line + line - 1, column)]


@pytest.mark.parametrize("word", ["\u0130ncreased", "\u0131ncreased", "increa\u017fed", "INCREASED"])
def test_an_i_with_or_without_its_dot_is_read(word: str, october: Pack) -> None:
    claims = claims_of(october, f"FD 3 {word} s\u0131gnificantly.")
    assert claims[0].words == word
    assert {claim.refs for claim in claims} == {("FD3",)}


def test_a_sentence_goes_on_from_the_one_before(october: Pack) -> None:
    told = "Vacancy levels are reported for the first time. This stands at 34%.\n\nThis is 1%.\n"
    found = [f for f in claim_findings(telling(october, told)) if f.severity is Severity.WARNING]
    assert [(f.rule, f.subject, f.place.line) for f in found] == [("claim-doubtful", "P1", 3)]


def test_a_heading_with_one_indicator_says_of_what(october: Pack) -> None:
    told = "## Assessments\n\nPerformance fell to 76.7%.\n"
    assert [f.subject for f in claim_findings(telling(october, told))] == ["AMT2"]


def test_an_unknown_reference_stands_in_the_register_and_is_left_to_its_own_rule(october: Pack) -> None:
    claims = claims_of(october, "FD 9 fell to 18%.")
    assert ("reference", Verdict.CONTRADICTS, "") in {(c.kind, c.verdict, c.rule) for c in claims}


def test_a_sentence_with_a_faulty_live_figure_is_left_to_that_fault(october: Pack) -> None:
    assert claims_of(october, "FD 3 fell to {{FD 33}} from 99%.") == ()


LIVE = (
    ("Now {{FD 33}}.", "live-reference", 7, "FD 3"),
    ("Now {{FD 3 chnage}}.", "live-field", 12, "change"),
    ("Now {{ FD 3 Aug-19 }}.", "live-month", 13, "Oct-17"),
    ("- Now {{count red in Nowhere}}", "live-section", 22, ""),
    ("Now {{LAC 19 change}}.", "live-value", 14, "since"),
    ("*Now* {{FD 3 since Aug-17}}", "live-syntax", 9, ""),
    ("| a | b |\n|---|---|\n| {{FD 33}} | x |", "live-reference", 5, ""),
)


@pytest.mark.parametrize(("source", "rule", "column", "remedy"), LIVE)
def test_a_faulty_live_figure_is_an_error_at_its_word(
    source: str, rule: str, column: int, remedy: str, october: Pack
) -> None:
    (finding,) = live_findings(telling(october, source + "\n"))
    assert (finding.rule, finding.severity) == (rule, Severity.ERROR)
    assert rule in {name for name, _, _ in LIVE_RULES}
    assert finding.place == Place(HERE.file, HERE.line + source.count("\n"), column)
    assert remedy in finding.remedy + finding.expected


def test_an_unknown_live_reference_is_told_once_a_file(october: Pack) -> None:
    found = list(live_findings(telling(october, "{{FD 33}}, {{FD 33 change}} and {{FD 34}}.\n")))
    assert [finding.found for finding in found] == [
        "the reference FD 33 (and 1 more like it)",
        "the reference FD 34",
    ]


def test_sound_live_figures_are_silent(october: Pack) -> None:
    assert list(live_findings(telling(october, "{{FD 3}} and {{FD 8 change}}.\n"))) == []


def test_a_sentence_without_end_is_read_in_pieces(october: Pack) -> None:
    claims = claims_of(october, "FD 3 stands at 68%, and so on, " * 300)
    assert {claim.verdict for claim in claims} == {Verdict.CONTRADICTS}
    assert max(len(claim.sentence) for claim in claims) <= 1_000


def test_a_mean_over_the_months_is_held_against_no_single_month(october: Pack) -> None:
    said = claims_of(october, "FD 8 has averaged 55% a month.")
    assert [claim.verdict for claim in said if claim.kind == "value"] == [Verdict.UNCHECKED]


@pytest.mark.parametrize(("points", "so"), [("7", False), ("4", True)])
def test_a_distance_from_where_one_wants_to_be_is_the_gap_to_target(
    points: str, so: bool, october: Pack
) -> None:
    said = claims_of(
        october, f"FD 3 was 86% in October, {points} percentage points short of where we want to be."
    )
    gap = next(claim for claim in said if claim.kind == "gap to target")
    assert (gap.verdict is Verdict.AGREES) is so


def test_a_rate_of_a_stretch_of_months_is_of_its_own_base(october: Pack) -> None:
    one = next(i for i in october.indicators if i.unit is Unit.PERCENT and i.basis is Basis.MONTH)
    rate = replace(one, unit=Unit.PER_1000, ratio=None)
    counts = {"numerator": Decimal(6), "denominator": Decimal(1000), "value": Decimal(6)}
    seen = {(o.ref, o.period): replace(o, **counts) for o in october.observed(one.ref)}
    every = tuple(rate if i is one else i for i in october.indicators)
    pack = replace(october, indicators=every, observations={**october.observations, **seen})
    case = Case(pack, rate, Statement(Kind.VALUE, 0, 1, 0), pack.period, "reference")
    assert stretch_value(case, pack.months[-3:]) == 6
