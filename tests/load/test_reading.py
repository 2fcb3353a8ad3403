from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.analysis.formatting import format_value
from boardpack.content import Heading, ListBlock, Paragraph, Placeholder
from boardpack.load.findings import ALIKE, HINTS, FindingLog, excerpt, in_order, listing, nearest
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.finding import Place
from boardpack.model.indicator import Basis, Comparator, Polarity, Ratio, TargetStatus, Unit
from boardpack.model.narrative import NarrativeKind
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import ActionStatus, Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rag
from tests.support.projects import FILES, with_change, write_project

OCTOBER = Period(2017, 10)
VALUES = "data/values-2017-18.csv"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    loaded = load(write_project(tmp_path_factory.mktemp("project")))
    assert loaded.findings == ()
    assert loaded.pack is not None
    return loaded.pack


def pack_of(folder: Path, changes: dict[str, str | bytes | None]) -> Pack:
    """The pack of the good project with some files changed, which gives no finding."""
    loaded = load(write_project(folder, changes))
    assert loaded.findings == ()
    assert loaded.pack is not None
    return loaded.pack


def test_facts(pack: Pack) -> None:
    facts = pack.facts
    assert (facts.title, facts.council, facts.brand) == (
        "Children's Priority Indicators",
        "Council of Example",
        "default",
    )
    assert (facts.version, facts.note, facts.published_on) == ("1.0", "EXAMPLE", None)
    assert (facts.meeting_date, facts.commentary_as_at) == (date(2017, 12, 12), date(2017, 11, 20))
    assert pack.period == OCTOBER
    assert pack.year.label == "2017-18"


def test_sections_and_tables_keep_their_order(pack: Pack) -> None:
    assert [(section.key, section.order, section.published_title) for section in pack.sections] == [
        ("workforce", 1, "WORKFORCE"), ("care", 2, "CARE LEAVERS"),
    ]  # fmt: skip
    assert [(table.key, table.charts, table.summary_heading) for table in pack.tables] == [
        ("workforce", "multiples", "Workforce Indicators"),
        ("care-plans", "columns", "Permanence"),
        ("care-work", "none", "Permanence"),
    ]


def test_indicators_and_their_definitions(pack: Pack) -> None:
    assert [indicator.ref for indicator in pack.indicators] == ["P1", "W1A", "LAC19", "CL1", "CL2", "CL1A"]
    caseload = pack.indicators[1]
    assert (caseload.unit, caseload.decimals, caseload.polarity) == (Unit.AVERAGE, 1, Polarity.SMALLER)
    assert (caseload.basis, caseload.owner, caseload.zero_possible) == (Basis.MONTH, "PS", False)
    assert caseload.definitions[0].title == "Average Caseload per Social Worker - Assessment"
    assert str(caseload.definitions[0].place) == "data/definitions.csv:3"
    care = pack.indicator("LAC19")
    assert care is not None
    assert [version.version for version in care.definitions] == ["6m", "12m"]
    assert care.definition(OCTOBER).place.line == 6
    assert not care.comparable(OCTOBER, Period(2017, 9))
    share = pack.indicators[-1]
    assert share.ratio == Ratio(("CL1",), ("CL1", "CL2"))
    assert not share.in_summary


def test_targets(pack: Pack) -> None:
    target = pack.target("P1", OCTOBER)
    assert target is not None
    assert (target.published, target.status, target.comparator) == (
        "24%",
        TargetStatus.SET,
        Comparator.AT_MOST,
    )
    assert target.value == 24
    assert target.bands is not None
    assert target.bands.green == 24
    assert target.bands.amber == 34
    assert not target.bands.bigger_is_better
    no_target = pack.target("CL1", OCTOBER)
    assert no_target is not None
    assert (no_target.published, no_target.status, no_target.bands) == (
        "NA",
        TargetStatus.NOT_APPLICABLE,
        None,
    )
    assert pack.target("P1", Period(2018, 4)) is None


def test_observations_carry_value_status_text_and_place(pack: Pack) -> None:
    now = pack.observation("P1", OCTOBER)
    assert now is not None
    assert (now.value, now.text, str(now.place)) == (Decimal(43), "43%", f"{VALUES}:2:9")
    revised = pack.observation("W1A", Period(2017, 9))
    assert revised is not None
    assert (revised.value, revised.status) == (Decimal(28), ValueStatus.REVISED)
    missing = pack.observation("P1", Period(2017, 4))
    assert missing is not None
    assert (missing.value, missing.status, missing.text) == (None, ValueStatus.NOT_COLLECTED, "[w]")
    share = pack.observation("CL1A", OCTOBER)
    assert share is not None
    assert (share.value, share.numerator, share.denominator) == (Decimal(64), Decimal(388), Decimal(607))
    assert pack.observation("CL1", OCTOBER).value == 1388  # type: ignore[union-attr]
    assert pack.observation("P1", Period(2017, 11)) is None


def test_actions(pack: Pack) -> None:
    first, second = pack.actions
    assert (first.ref, first.raised, first.due, first.due_text) == (
        "Oct-01",
        OCTOBER,
        Period(2017, 12),
        "Dec-17",
    )
    assert (first.status, first.status_text, first.owner) == (ActionStatus.IN_PROGRESS, "Ongoing", "PS")
    assert (first.indicators, second.indicators) == (("P1", "W1A"), ("LAC19",))
    assert (second.due, second.due_text) == (None, "TBC")
    assert second.completed == date(2017, 11, 1)


def test_the_lists(pack: Pack) -> None:
    assert [(note.ref, note.covers(Period(2017, 9)), note.covers(OCTOBER)) for note in pack.notes] == [
        ("LAC19", True, False)
    ]
    assert [(override.ref, override.rag) for override in pack.overrides] == [("CL1A", Rag.GREEN)]
    assert [(entry.was, entry.now, entry.on) for entry in pack.restatements] == [
        ("27", "28", date(2017, 11, 2))
    ]
    assert [(owner.code, owner.role) for owner in pack.owners] == [
        ("PS", "Director of Early Help"),
        ("MK", "Head of Care"),
    ]
    assert [entry.short for entry in pack.glossary] == ["LAC", "CIN"]
    assert [(cell.where, cell.ref) for cell in pack.reported] == [("summary", "CL1A"), ("actions", "Nov-01")]
    assert [(waiver.rule, waiver.subject, waiver.place.line) for waiver in pack.waivers] == [
        ("target-green", "W1D", 2)
    ]


def test_commentary_is_cut_at_its_headings(pack: Pack) -> None:
    summary = pack.narrative(NarrativeKind.SUMMARY)
    assert summary is not None
    assert (summary.place.line, summary.blocks[0].__class__) == (2, Heading)
    paragraph = summary.blocks[1]
    assert isinstance(paragraph, Paragraph)
    assert Placeholder("P1", 4, 20) in paragraph.content
    improvement = pack.narrative(NarrativeKind.IMPROVEMENT, "workforce")
    assert improvement is not None
    assert improvement.source.startswith("\nCaseloads")
    assert isinstance(improvement.blocks[1], ListBlock)
    blank = pack.narrative(NarrativeKind.NEXT_STEPS, "care-plans")
    assert blank is not None
    assert blank.is_blank
    assert len(pack.narratives) == 7


def test_dates_may_be_written_with_a_time_and_waivers_with_text(tmp_path: Path) -> None:
    changes = {
        **with_change("narratives/2017-10/month.toml", "2017-12-12", "2017-12-12T18:30:00Z"),
        "narratives/2017-10/waivers.toml": "".join(
            f'[[waiver]]\nrule = "r"\nsubject = "S"\nreason = "x"\nrole = "y"\ndate = {day}\n'
            for day in ("2017-12-01T09:00:00", '"2017-12-01"')
        ),
    }
    loaded = load(write_project(tmp_path, changes))
    assert loaded.findings == ()
    assert loaded.pack is not None
    assert loaded.pack.facts.meeting_date == date(2017, 12, 12)
    assert [waiver.date for waiver in loaded.pack.waivers] == [date(2017, 12, 1)] * 2


def test_texts_are_read_on_one_line(tmp_path: Path) -> None:
    changes = with_change("data/pack.toml", '"Council of Example"', '"""\nCouncil\n  of\tExample"""')
    notes: dict[str, str | bytes | None] = {"data/notes.csv": 'ref,note\nP1,"One\n two\tthree "\n'}
    pack = load(write_project(tmp_path, {**changes, **notes})).pack
    assert pack is not None
    assert (pack.facts.council, pack.notes[0].text) == ("Council of Example", "One two three")


def test_what_may_be_absent_may_be_absent(tmp_path: Path) -> None:
    names = (
        "notes",
        "overrides",
        "restatements",
        "owners",
        "glossary",
        "actions-2017-10",
        "reported-2017-10",
    )
    changes: dict[str, str | bytes | None] = {f"data/{name}.csv": None for name in names}
    changes |= {f"narratives/2017-10/{name}.toml": None for name in ("month", "waivers")}
    loaded = load(write_project(tmp_path, changes))
    assert loaded.findings == ()
    assert loaded.pack is not None
    assert (loaded.pack.actions, loaded.pack.waivers, loaded.pack.facts.version) == ((), (), "")


def test_without_a_brand_the_first_under_styles_is_taken(tmp_path: Path) -> None:
    project = write_project(tmp_path, with_change("data/pack.toml", 'brand = "default"\n', ""))
    for name in ("base", "town", "civic", ".hidden"):
        (project.styles / name).mkdir(parents=True)
    pack = load(project).pack
    assert pack is not None
    assert pack.facts.brand == "civic"


# ------------------------------------------------------------------------------------------ months


def test_the_latest_month_is_read_unless_another_is_asked_for(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    november = {file.replace("2017-10", "2017-11"): text for file, text in FILES.items() if "2017-10" in file}
    write_project(tmp_path, {**november, **with_change(VALUES, "53%,", "53%,54%")})
    latest, asked = load(project).pack, load(project, OCTOBER).pack
    assert latest is not None
    assert asked is not None
    assert (latest.period, asked.period) == (Period(2017, 11), OCTOBER)


def test_next_months_figures_change_nothing_in_this_months_pack(tmp_path: Path) -> None:
    before = load(write_project(tmp_path))
    changed = with_change(VALUES, "71%,53%,,", "71%,53%,nonsense,")
    after = load(write_project(tmp_path, {**changed, "data/values-2018-19.csv": "ref\nnonsense\n"}))
    assert before == after


@pytest.mark.parametrize("month", [Period(2018, 1), None])
def test_a_month_without_narratives_is_a_finding(month: Period | None, tmp_path: Path) -> None:
    project = write_project(tmp_path)
    if month is None:
        shutil.rmtree(project.narratives)
    loaded = load(project, month)
    assert loaded.pack is None
    assert [finding.rule for finding in loaded.findings] == ["month-missing"]


def test_an_empty_folder_is_a_finding_and_no_error(tmp_path: Path) -> None:
    assert [finding.rule for finding in load(Project(tmp_path)).findings] == ["month-missing"]
    assert [finding.rule for finding in load(Project(tmp_path / "nowhere")).findings] == ["month-missing"]


def test_earlier_years_are_read_when_the_tables_show_them(tmp_path: Path) -> None:
    facts = with_change("data/pack.toml", "months_shown = 0", "months_shown = 24")
    months = ",".join(f"{Period(2016, 4).plus(step).short}" for step in range(12))
    earlier: dict[str, str | bytes | None] = {"data/values-2016-17.csv": f"ref,{months}\nCL 1,{'5,' * 11}6\n"}
    loaded = load(write_project(tmp_path, {**facts, **earlier}))
    assert [(finding.rule, finding.place.file) for finding in loaded.findings] == [
        ("file-missing", "data/values-2015-16.csv")
    ]
    assert loaded.pack is not None
    assert len(loaded.pack.months) == 24
    march = loaded.pack.observation("CL1", Period(2017, 3))
    assert march is not None
    assert march.value == 6


def test_a_year_may_start_in_october(tmp_path: Path) -> None:
    facts = with_change("data/pack.toml", "year_start = 4", "year_start = 10")
    values = "ref,Oct-17,Nov-17\n" + "".join(
        f"{ref},5,\n" for ref in ("P1", "W1a", "LAC19", "CL1", "CL2", "CL1a")
    )
    loaded = load(write_project(tmp_path, {**facts, VALUES: values}))
    assert loaded.findings == ()
    assert loaded.pack is not None
    assert loaded.pack.months == (OCTOBER,)


# --------------------------------------------------------------------------------- whatever happens


def test_the_order_of_a_folder_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = {
        **with_change(VALUES, "43%", "4e%"),
        "narratives/2017-10/b.md": "x",
        "narratives/2017-10/a.md": "x",
    }
    project = write_project(tmp_path, changes)
    first = load(project)
    shuffled, real = random.Random(7), os.scandir

    def scanned(folder: Path) -> list[os.DirEntry[str]]:
        with real(folder) as found:
            names = list(found)
        shuffled.shuffle(names)
        return names

    monkeypatch.setattr("boardpack.load.project.os.scandir", lambda folder: nullcontext(scanned(folder)))
    assert load(project) == first
    assert len(first.findings) == 3


FILE_NAMES = sorted(FILES)


@given(data=st.data())
def test_damage_anywhere_gives_findings_and_never_an_exception(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = data.draw(st.sampled_from(FILE_NAMES))
    content = bytearray(FILES[file].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(content) - 1)))
        piece = data.draw(
            st.binary(max_size=3) | st.sampled_from([b'"', b",", b"\n", b"[", b"{{", b"<b>", b"-", b"9" * 30])
        )
        content[at : at + data.draw(st.integers(0, 5))] = piece
    loaded = load(write_project(tmp_path_factory.mktemp("damaged"), {file: bytes(content)}))
    assert loaded.pack is not None or loaded.findings
    for finding in loaded.findings:
        assert finding.place.file
        assert finding.rule
        assert finding.remedy


def test_many_faults_of_one_kind_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"Z {number},,x\n" for number in range(3_000))
    loaded = load(write_project(tmp_path, {"data/notes.csv": "ref,from,note\n" + rows}))
    assert len(loaded.findings) == ALIKE + 1
    assert "2,960 more" in loaded.findings[-1].found.replace("2960", "2,960")


def test_pandas_waits_until_a_table_is_read() -> None:
    code = "import sys, boardpack.load, boardpack.load.theme; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ------------------------------------------------------------------------------------------- words


def test_findings_show_cells_on_one_line_and_cut_short() -> None:
    assert excerpt("a\n b\x00c") == "`a b c`"
    assert excerpt("x" * 41) == f"`{'x' * 40}…`"
    assert excerpt("x" * 10_000) == f"`{'x' * 40}…`"
    assert listing(["a"]) == "`a`"
    assert listing(["a", "b", "c"]) == "`a`, `b` or `c`"


def test_suggestions_are_near_and_end_when_there_are_too_many() -> None:
    assert nearest("workforse", ["care", "workforce"]) == "; did you mean `workforce`?"
    assert nearest("zzz", ["care", "workforce"]) == ""
    faults = FindingLog()
    hints = [faults.nearest("car", ["care"]) for _ in range(HINTS + 1)]
    assert (bool(hints[0]), bool(hints[-2]), bool(hints[-1])) == (True, True, False)


def test_findings_come_in_order_and_once() -> None:
    faults = FindingLog()
    for line in (3, 1, 3):
        faults.error("rule", Place("a", line), "found", "expected", "Remedy.")
    faults.warning("other", Place("a", 1), "found", "expected", "Remedy.")
    assert [(f.place.line, f.rule) for f in in_order(faults.findings)] == [
        (1, "other"),
        (1, "rule"),
        (3, "rule"),
    ]


def test_a_strict_comparator_or_a_sign_makes_a_threshold_strict(tmp_path: Path) -> None:
    file = "data/targets.csv"
    strict = with_change(file, "<=,20,,20,22,20 or below", "<,20,,20,<22,below 20")
    targets = {target.ref: target for target in pack_of(tmp_path, strict).targets}
    bands = targets["W1A"].bands
    assert bands is not None
    assert not bands.green_included
    assert not bands.amber_included
    assert [bands.rate(Decimal(value)).value for value in ("19.9", "20", "22")] == ["Green", "Amber", "Red"]
    assert targets["P1"].bands is not None
    assert targets["P1"].bands.green_included


def test_an_indicator_says_which_values_are_lawful(tmp_path: Path) -> None:
    text = FILES["data/indicators.csv"]
    head, *rows = text.splitlines()
    limits = {"P1": ",none,120", "CL 1": ",-5,"}
    rows = [row + limits.get(row.split(",")[0], ",,") for row in rows]
    pack = pack_of(tmp_path, {"data/indicators.csv": "\n".join([f"{head},min,max", *rows, ""])})
    known = {indicator.ref: (indicator.least, indicator.most) for indicator in pack.indicators}
    assert known["P1"] == (None, Decimal(120))
    assert known["CL1"] == (Decimal(-5), None)
    assert known["LAC19"] == (Decimal(0), Decimal(100))


@pytest.mark.parametrize(
    ("unit", "cells", "printed"),
    [
        ("£k", ["2,400", "(£85k)", "£1.2m", "-85", "£1,250,000", "0", "156"], "£156.0k"),
        ("£m", ["2.4", "3", "£950k", "1", "1", "1", "(1.26)"], "−£1.3m"),
        ("pounds", ["1", "2", "3", "4", "5", "6", "(85,000)"], "−£85,000"),
        ("hh:mm", ["04:12", "00:15", "1:05", "2:00", "2:00", "2:00", "127:05"], "127:05"),
        ("hh:mm:ss", ["00:36:49"] * 7, "00:36:49"),
        ("per 1,000", ["6.02"] * 7, "6.0"),
        ("ratio", ["1:8"] * 7, "1:8"),
        ("yes/no", ["yes", "No", "Y", "n", "yes", "no", "Yes"], "Yes"),
        ("grade", ["Good", "Poor", "good", "Fair", "Fair", "Poor", "Good [p]"], "Good"),
    ],
)
def test_each_unit_is_read_and_printed(unit: str, cells: list[str], printed: str, tmp_path: Path) -> None:
    head, *rows = FILES["data/indicators.csv"].splitlines()
    rows = [f"{row}," for row in rows]
    rows[1] = f"W 1 a,2,workforce,workforce,SIB,{unit},1,month,PS,yes,,,yes,Good; Fair; Poor".replace(
        f"{unit},1", f'"{unit}",1'
    )
    values = FILES["data/values-2017-18.csv"].replace(
        "W 1 a,value,19,18,20.5,25,23,28 [r],30 [p]", "W 1 a,value," + ",".join(f'"{cell}"' for cell in cells)
    )
    targets = re.sub("\nW 1 a,.*", "\nW 1 a,,,,not set,,,,,,,No target is set.", FILES["data/targets.csv"])
    files: dict[str, str | bytes | None] = {
        "data/indicators.csv": "\n".join([f"{head},grades", *rows, ""]),
        "data/values-2017-18.csv": values,
        "data/targets.csv": targets,
    }
    pack = pack_of(tmp_path, files)
    indicator = pack.indicator("W1A")
    seen = pack.observation("W1A", pack.period)
    assert indicator is not None
    assert seen is not None
    assert seen.value is not None
    assert format_value(seen.value, indicator) == printed
