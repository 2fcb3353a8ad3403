"""`boardpack new`: what stands in the month that it opens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from boardpack.check import check
from boardpack.check.waivers import READER_RULES
from boardpack.load.csv_table import RawCsv
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.load.toml_file import toml_text
from boardpack.model.finding import Waiver
from boardpack.model.narrative import NarrativeKind
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.scaffold.new_month import carry_forward, next_number, split_at_headings
from tests.support.commands import boardpack, tree

NOVEMBER = Period(2017, 11)


def test_every_file_of_the_month_is_there_and_nothing_else_has_changed(october_files: Path) -> None:
    before = tree(october_files)
    said = boardpack("new", "2017-11", project=october_files)
    after = tree(october_files)
    assert said.code == 0
    assert set(said.out.split()) == set(after) - set(before)
    assert {name: after[name] for name in before} == before
    assert {name.replace("2017-10", "2017-11") for name in before if name.startswith("narratives/")} == {
        name for name in after if name.startswith("narratives/2017-11")
    }


def test_last_months_words_are_there_to_read_and_not_to_print(october_files: Path) -> None:
    earlier = load(Project(october_files)).pack
    boardpack("new", project=october_files)
    pack = load(Project(october_files)).pack
    assert earlier is not None
    assert pack is not None
    assert pack.period == NOVEMBER
    for narrative in earlier.narratives:
        stem = narrative.table or "directors-summary"
        written = (october_files / f"narratives/2017-11/{stem}.md").read_text(encoding="utf-8")
        words = [line for line in narrative.source.split("\n") if line.strip()]
        assert all(line in written for line in words)
    assert all(n.is_blank for n in pack.narratives if n.kind is not NarrativeKind.SUMMARY)
    summary = pack.narrative(NarrativeKind.SUMMARY)
    assert summary is not None
    assert [line for line in summary.source.split("\n") if line.strip()] == [
        f"## {heading}" for heading in dict.fromkeys(t.summary_heading for t in pack.tables) if heading
    ]


def test_the_new_month_loads_without_a_fault_of_its_form(october_files: Path) -> None:
    boardpack("new", project=october_files)
    assert load(Project(october_files), NOVEMBER).findings == ()


def test_facts_advance_with_their_dates_empty(october_files: Path) -> None:
    boardpack("new", project=october_files)
    pack = load(Project(october_files)).pack
    assert pack is not None
    facts = pack.facts
    assert facts.version == "1"
    assert facts.note == ""
    assert {
        facts.meeting_date,
        facts.published_on,
        facts.commentary_as_at,
        facts.data_extracted_on,
    } == {None}


def carried(earlier: Pack) -> list[Waiver]:
    """The waivers that another month may take over: what a reader sees is looked at anew."""
    return [waiver for waiver in earlier.waivers if waiver.rule not in READER_RULES]


def test_a_waiver_taken_over_holds_for_the_finding_that_it_was_given_for(october_files: Path) -> None:
    boardpack("new", "--keep-waivers", project=october_files)
    opened = load(Project(october_files)).pack
    assert opened is not None
    gap = next(waiver for waiver in opened.waivers if (waiver.rule, waiver.subject) == ("band-gap", "AMT2"))
    assert gap.words
    held = {w.rule for w in (f.waiver for f in check(opened) if f.subject == "AMT2") if w is not None}
    assert "band-gap" in held
    other = replace(opened, waivers=(replace(gap, words=gap.words + " and more"),))
    assert [f.waiver for f in check(other) if (f.rule, f.subject) == ("band-gap", "AMT2")] == [None]
    assert READER_RULES.isdisjoint(waiver.rule for waiver in opened.waivers)
    path = october_files / "narratives/2017-11/waivers.toml"
    assert "not waived from month to month (claim-contradicted, headline" in path.read_text(encoding="utf-8")


def test_waivers_are_there_as_comments_that_can_be_taken_up_again(october_files: Path) -> None:
    earlier = load(Project(october_files)).pack
    boardpack("new", project=october_files)
    opened = load(Project(october_files)).pack
    assert earlier is not None
    assert opened is not None
    assert opened.waivers == ()
    path = october_files / "narratives/2017-11/waivers.toml"
    head, *waivers = path.read_text(encoding="utf-8").split("# [[waiver]]")
    taken = "".join("[[waiver]]" + re.sub("(?m)^# ", "", waiver) for waiver in waivers)
    path.write_text(head + taken, encoding="utf-8")
    again = load(Project(october_files)).pack
    assert again is not None
    assert [(w.rule, w.subject, w.reason) for w in again.waivers] == [
        (w.rule, w.subject, w.reason) for w in carried(earlier)
    ]


def test_waivers_are_taken_over_when_asked_for(october_files: Path) -> None:
    earlier = load(Project(october_files)).pack
    boardpack("new", "--keep-waivers", project=october_files)
    opened = load(Project(october_files)).pack
    assert earlier is not None
    assert opened is not None
    assert [(w.rule, w.subject, w.reason, w.role, w.date) for w in opened.waivers] == [
        (w.rule, w.subject, w.reason, w.role, w.date) for w in carried(earlier)
    ]
    assert "waiver-unused" in boardpack("check", project=october_files).out


# ------------------------------------------------------------------------------------------- actions


def test_open_actions_stay_and_done_ones_drop_out(october_files: Path) -> None:
    boardpack("new", project=october_files)
    pack = load(Project(october_files)).pack
    assert pack is not None
    assert [action.ref for action in pack.actions] == [
        "Oct-01", "Oct-05", "Oct-06", "Oct-07", "Oct-08", "Oct-10", "Oct-11", "Oct-12", "Nov-01",
    ]  # fmt: skip


def test_new_actions_are_numbered_after_those_of_their_month(october_files: Path) -> None:
    said = boardpack("new", "--actions", 2, project=october_files)
    rows = (october_files / "data/actions-2017-11.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[:2] for row in rows[-2:]] == [["Nov-02", "2017-11"], ["Nov-03", "2017-11"]]
    assert "the next new one is Nov-04" in said.err
    assert boardpack("check", project=october_files).out.count("cell-blank") == 2


@pytest.mark.parametrize(
    ("refs", "expected"),
    [((), 1), (("Oct-09",), 1), (("Nov-01", "nov-7"), 8), (("Nov-", "Nov-x1"), 1)],
)
def test_next_number(refs: tuple[str, ...], expected: int) -> None:
    assert next_number(refs, NOVEMBER) == expected


@pytest.mark.parametrize("status", ["complete", "Complete", "cancelled", " COMPLETE "])
def test_what_counts_as_done(status: str) -> None:
    log = RawCsv(("ref", "action", "due", "status"), (("A", "x", "TBC", status),))
    carried = carry_forward(log, NOVEMBER)
    assert (carried.kept, carried.dropped) == ((), ("A",))


# ---------------------------------------------------------------------------------------------- year


def open_until(project: Path, *months: str) -> None:
    for month in months:
        assert boardpack("new", month, project=project).code == 0


def test_a_new_year_has_values_of_its_own_and_asks_for_targets(small_pack: Path) -> None:
    said = boardpack("new", "2024-10", project=small_pack)
    assert said.code == 0
    assert "Targets for the new year are wanted" in said.err
    before = (small_pack / "data/values-2023-24.csv").read_text(encoding="utf-8-sig").splitlines()
    values = (small_pack / "data/values-2024-25.csv").read_text(encoding="utf-8-sig").splitlines()
    assert values[0] == ("ref,measure,Oct 2024,Nov 2024,Dec 2024,Jan 2025,Feb 2025,Mar 2025,Apr 2025,"
                         "May 2025,Jun 2025,Jul 2025,Aug 2025,Sep 2025")  # fmt: skip
    assert [row.split(",")[:2] for row in values[1:]] == [row.split(",")[:2] for row in before[1:]]
    assert all(set(row.split(",")[2:]) == {""} for row in values[1:])
    loaded = load(Project(small_pack))
    assert loaded.pack is not None
    assert loaded.pack.period == Period(2024, 10)
    assert all(loaded.pack.target(i.ref, Period(2024, 10)) is not None for i in loaded.pack.indicators)
    assert "rating-unexplained" in boardpack("check", project=small_pack).out


def test_a_month_without_a_column_gets_one(small_pack: Path) -> None:
    open_until(small_pack, "2024-10")
    path = small_pack / "data/values-2024-25.csv"
    text = path.read_text(encoding="utf-8-sig")
    lines = [line.rsplit(",", 11)[0] for line in text.splitlines()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    open_until(small_pack, "2024-11")
    assert path.read_text(encoding="utf-8").splitlines()[0].endswith(",Oct 2024,Nov 2024")
    assert [f for f in load(Project(small_pack)).findings if f.rule == "column-missing"] == []


def test_a_month_just_opened_has_its_list_of_what_to_bring(small_pack: Path) -> None:
    open_until(small_pack, "2024-10")
    boardpack("new", "2024-11", "--actions", 1, project=small_pack)
    said = boardpack("check", "2024-10", "--todo", project=small_pack)
    assert said.code == 1
    for file in ("data/targets.csv", "data/values-2024-25.csv", "narratives/2024-10/streets.md"):
        assert file in said.out, file
    said = boardpack("check", "2024-11", "--todo", project=small_pack)
    assert "a blank `action`" in said.out


# ------------------------------------------------------------------------------------------ refusals


def test_a_month_that_is_open_is_not_touched(october_files: Path) -> None:
    boardpack("new", project=october_files)
    before = tree(october_files)
    said = boardpack("new", "2017-11", project=october_files)
    assert said.code == 2
    assert "open already" in said.err
    assert tree(october_files) == before


def test_a_file_that_is_there_is_not_overwritten(october_files: Path) -> None:
    path = october_files / "data/actions-2017-11.csv"
    path.write_text("ref,action,due,status\n", encoding="utf-8")
    before = tree(october_files)
    said = boardpack("new", project=october_files)
    assert said.code == 2
    assert "data/actions-2017-11.csv is there already" in said.err
    assert tree(october_files) == before
    assert not (october_files / "narratives/2017-11").exists()


def test_a_month_before_the_first_has_nothing_to_open_it_from(october_files: Path) -> None:
    said = boardpack("new", "2016-01", project=october_files)
    assert said.code == 2
    assert "no month before January 2016" in said.err


def test_a_gap_is_said(october_files: Path) -> None:
    said = boardpack("new", "2018-01", project=october_files)
    assert said.code == 0
    assert "October 2017 is not the month before" in said.err


def test_a_project_without_months_needs_one_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    said = boardpack("new", project=tmp_path)
    assert said.code == 2


@pytest.mark.parametrize("file", ["data/indicators.csv", "data/actions-2017-10.csv"])
def test_what_cannot_be_read_stops_it(october_files: Path, file: str) -> None:
    (october_files / file).write_bytes(b'ref,"open\n')
    before = tree(october_files)
    said = boardpack("new", project=october_files)
    assert said.code == 3
    assert file in said.err
    assert tree(october_files) == before


# ------------------------------------------------------------------------------------------ small parts


def test_text_is_cut_at_its_second_headings() -> None:
    assert split_at_headings("a\n## B ##\nb\n### c\n## D\n") == {"": "a", "B": "b\n### c", "D": ""}


@pytest.mark.parametrize("text", ['a "b" \\ c', "two\nlines\tand a tab"])
def test_toml_text_reads_back(text: str) -> None:
    import tomllib  # noqa: PLC0415

    assert tomllib.loads(f"x = {toml_text(text)}") == {"x": text}


def test_the_end_of_a_comment_in_the_words_ends_nothing(october_files: Path) -> None:
    path = october_files / "narratives/2017-10/front-door.md"
    path.write_text("# Improvement Activity\n\nOne --> two.\n\n<!-- gone -->\n\n# Next Steps\n", "utf-8")
    boardpack("new", project=october_files)
    loaded = load(Project(october_files))
    assert loaded.findings == ()
    written = (october_files / "narratives/2017-11/front-door.md").read_text(encoding="utf-8")
    assert "One -- > two." in written
    assert "gone" not in written


# ------------------------------------------------------------------------------------ own headings


def test_the_new_month_has_the_headings_of_the_pack(october_files: Path) -> None:
    facts = october_files / "data/pack.toml"
    own = (
        '\n[words.commentary]\nsummary = "In short"\n\n[commentary]\n'
        'headings = ["Risks", "Under way", "Next"]\n'
        'activity = "Under way"\nnext_steps = "Next"\n'
    )
    facts.write_text(facts.read_text(encoding="utf-8") + own, encoding="utf-8")
    for file in (october_files / "narratives/2017-10").glob("*.md"):
        text = file.read_text(encoding="utf-8").replace("# Directors Summary", "# In short")
        text = text.replace("# Improvement Activity", "# Risks\n\n# Under way").replace(
            "# Next Steps", "# Next"
        )
        file.write_text(text, encoding="utf-8")
    boardpack("new", project=october_files)
    month = october_files / "narratives/2017-11"
    heads = re.findall(r"(?m)^# .*$", (month / "workforce.md").read_text(encoding="utf-8"))
    assert heads == ["# Risks", "# Under way", "# Next"]
    assert (month / "directors-summary.md").read_text(encoding="utf-8").startswith("# In short\n")
    assert load(Project(october_files), NOVEMBER).findings == ()
