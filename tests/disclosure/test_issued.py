"""Both editions through the commands: built, issued as a pair, exported, remembered, sent."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from msgspec.structs import replace

from boardpack import charts
from boardpack.archive.earlier import earlier_editions
from boardpack.archive.ledger import read_ledger
from boardpack.archive.lookup import export, find_edition
from boardpack.archive.make_issue import read_pack, rebuild
from boardpack.check.audit import audit
from boardpack.edition import make_edition
from boardpack.load.project import Project
from boardpack.mail.edition_messages import Writer, read_source
from boardpack.mail.plan import What, plan
from boardpack.model.disclosure import Audience
from boardpack.model.observation import ValueStatus
from boardpack.model.period import Period
from boardpack.preview import View, build_views
from tests.disclosure.issued import SENSITIVE, SLUG
from tests.mail.hand import entry, recipient, settings
from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY, copy_project

JULY = Period(2025, 7)


@pytest.fixture(scope="module")
def issued(issued_sensitive: Path) -> Path:
    return issued_sensitive


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(SENSITIVE, tmp_path)


class TestBuilding:
    def test_the_public_edition_is_the_default_and_the_restricted_one_has_its_name(
        self, project: Path
    ) -> None:
        public = boardpack("build", project=project)
        assert public.code == 0, public.err
        restricted = boardpack("build", "--edition", "restricted", project=project)
        names = {Path(said.out.strip()).name for said in (public, restricted)}
        assert names == {f"2025-07-{SLUG}.pdf", f"2025-07-{SLUG}-restricted.pdf"}

    def test_data_files_are_not_attached_to_a_public_edition(self, project: Path) -> None:
        said = boardpack("build", "--attach-data", project=project)
        assert said.code == 1
        assert "disclosure-attached" in said.err

    def test_no_draft_is_made_over_a_number_that_gives_a_figure_away(self, project: Path) -> None:
        file = project / "narratives/2025-07/leavers.md"
        file.write_text(file.read_text().replace("Advisers call", "Three care leavers moved. Advisers call"))
        said = boardpack("build", "--draft", project=project)
        assert said.code == 1
        assert "narratives/2025-07/leavers.md:3:1" in said.err
        assert boardpack("build", "--draft", "--edition", "restricted", project=project).code == 0

    def test_sensitive_indicators_without_a_rule_stop_the_build(self, project: Path) -> None:
        file = project / "data/pack.toml"
        file.write_text(file.read_text().partition("[disclosure]")[0])
        (project / "data/exempt.csv").unlink()
        assert "disclosure-missing" in boardpack("build", project=project).err

    def test_a_misspelt_rule_or_part_stops_it(self, project: Path) -> None:
        file = project / "data/pack.toml"
        file.write_text(file.read_text().replace('"small-counts"', '"small"'))
        assert "disclosure-wrong" in boardpack("build", "--draft", project=project).err
        exempt = project / "data/exempt.csv"
        exempt.write_text(exempt.read_text().replace("Jul-02", "Jul-09"))
        assert "exempt-unread" in boardpack("build", "--draft", project=project).err

    def test_the_report_has_an_interval_for_each_figure_and_no_figure(self, project: Path) -> None:
        said = boardpack("check", "--disclosure", project=project)
        assert said.code == 0
        assert "CL 1c May-25: a count below the threshold; it could be 0 to 17." in said.out
        assert "Suppressed figures: 14." in said.out


class TestIssuing:
    def test_both_are_in_the_archive_and_the_public_one_is_found_first(self, issued: Path) -> None:
        ledger = read_ledger(issued / "archive")
        assert [one.pack for one in ledger.entries] == [SLUG, f"{SLUG}-restricted"] * 2
        assert [one.classification for one in ledger.entries] == ["Public", "Restricted"] * 2
        assert find_edition(ledger, "2025-07").pack == SLUG
        assert find_edition(ledger, "2025-07", pack=f"{SLUG}-restricted").pack == f"{SLUG}-restricted"

    def test_the_public_pack_read_from_the_archive_holds_no_suppressed_figure(self, issued: Path) -> None:
        archive = issued / "archive"
        public, restricted = (read_pack(archive, one) for one in read_ledger(archive).entries[-2:])
        assert public.observations["CL1C", JULY].value is None
        assert restricted.observations["CL1C", JULY].value == 3
        assert restricted.edition is Audience.RESTRICTED

    def test_they_can_be_made_again_byte_by_byte(self, issued: Path) -> None:
        archive = issued / "archive"
        assert all(rebuild(archive, one).agrees for one in read_ledger(archive).entries[-2:])

    def test_what_is_exported_of_it_holds_no_file_of_data(self, issued: Path) -> None:
        archive = issued / "archive"
        files = export(archive, find_edition(read_ledger(archive), "2025-07"))
        assert {name.partition(SLUG)[2] for name in files} == {
            ".pdf", ".html", ".csv", ".csv-metadata.json", ".xlsx", ".sha256",
        }  # fmt: skip

    def test_issued_again_it_adds_nothing(self, issued: Path) -> None:
        assert "holds the same already" in boardpack("archive", "add", "2025-07", project=issued).err
        assert len(read_ledger(issued / "archive").entries) == 4

    def test_the_record_says_what_was_suppressed_and_no_more(self, issued: Path) -> None:
        record = issued / "archive" / SLUG / "2025-07/v1/data/disclosure.json"
        cells = json.loads(record.read_text())["editions"][0]["cells"]
        assert cells["CL1C 2025-07"] is None
        assert cells["CL1 2025-07"] == "44"


class TestAPackWithExemptPartsAlone:
    def test_no_file_of_data_is_exported_of_it_either(self, project: Path) -> None:
        facts, marked = project / "data/pack.toml", project / "data/indicators.csv"
        facts.write_text(facts.read_text().partition("[disclosure]")[0])
        marked.write_text(marked.read_text().replace(",yes\n", ",no\n"))
        with (project / "data/exempt.csv").open("a") as file:
            file.write("indicator,CL 2,2,It is of few.,Privacy outweighs it.\n")
        assert boardpack("archive", "add", "2025-07", project=project).code == 0
        archive = project / "archive"
        files = export(archive, find_edition(read_ledger(archive), "2025-07"))
        assert not any(name.endswith("values-2025-26.csv") for name in files)
        table = next(data for name, data in files.items() if name.endswith("report.csv")).decode()
        assert ",66," not in table
        assert (
            read_pack(archive, find_edition(read_ledger(archive), "2025-07")).observations["CL2", JULY].value
            is None
        )


class TestOverTime:
    def test_what_was_suppressed_stays_so_until_a_role_releases_it(
        self, issued: Path, tmp_path: Path
    ) -> None:
        project = tmp_path / "later"
        shutil.copytree(issued, project)
        relations = project / "data/pack.toml"
        relations.write_text(relations.read_text().replace('"CL 1 = CL 1a + CL 1b + CL 1c", ', ""))
        kept = audit(Project(project), JULY, earlier=earlier_editions(Project(project)))
        assert kept.pack is not None
        assert kept.pack.observations["CL1B", JULY].value is None, "it was suppressed in the issued edition"
        (project / "data/releases.csv").write_text(
            "ref,month,on,reason,role\nCL 1b,2025-07,2025-10-01,The total is not printed.,Head of Care\n"
        )
        released = audit(Project(project), JULY, earlier=earlier_editions(Project(project)))
        assert released.pack is not None
        assert released.pack.observations["CL1B", JULY].value == 12

    def test_a_release_that_gives_another_away_is_an_error(self, issued: Path, tmp_path: Path) -> None:
        project = tmp_path / "later"
        shutil.copytree(issued, project)
        (project / "data/releases.csv").write_text(
            "ref,month,on,reason,role\nCL 1b,2025-07,2025-10-01,Asked for.,Head of Care\n"
        )
        found = audit(Project(project), JULY, earlier=earlier_editions(Project(project)))
        assert "disclosure-release" in {one.rule for one in found.findings if one.blocks}

    def test_editions_from_before_there_was_a_rule_are_read_as_published_whole(self, tmp_path: Path) -> None:
        project = copy_project(SENSITIVE, tmp_path)
        facts, marked = project / "data/pack.toml", project / "data/indicators.csv"
        ruled, sensitive = facts.read_text(), marked.read_text()
        facts.write_text(ruled.partition("[disclosure]")[0])
        marked.write_text(sensitive.replace(",yes\n", ",no\n"))
        (project / "data/exempt.csv").rename(tmp_path / "exempt.csv")
        assert boardpack("archive", "add", "2025-07", project=project).code == 0
        facts.write_text(ruled)
        marked.write_text(sensitive)
        (tmp_path / "exempt.csv").rename(project / "data/exempt.csv")
        found = audit(Project(project), JULY, earlier=earlier_editions(Project(project)))
        assert found.pack is not None
        assert found.pack.observations["CL1C", JULY].value is None
        assert "disclosure-published" in {one.rule for one in found.findings}

    @pytest.mark.parametrize("memory", ["archive", "file"])
    def test_a_preview_keeps_back_what_an_issued_edition_did(
        self, issued: Path, tmp_path: Path, memory: str
    ) -> None:
        project = tmp_path / "later"
        shutil.copytree(issued, project)
        relations = project / "data/pack.toml"
        relations.write_text(relations.read_text().replace('"CL 1 = CL 1a + CL 1b + CL 1c", ', ""))
        if memory == "file":
            record = project / "archive" / SLUG / "2025-07/v1/data/disclosure.json"
            shutil.copyfile(record, project / "data/earlier-editions.json")
            shutil.rmtree(project / "archive")
        *_, view = build_views(Project(project), View(0, JULY), charts.draw)
        assert view.shown is not None
        assert view.shown.pack.observations["CL1B", JULY].value is None
        found = audit(Project(project), JULY, earlier=earlier_editions(Project(project)))
        assert found.pack is not None
        assert found.pack.observations["CL1B", JULY].value is None


class TestTheMessage:
    @pytest.mark.parametrize("what", [What.ATTACHMENT, What.LINK])
    def test_subject_and_both_forms_have_no_suppressed_number_near_its_indicator(
        self, issued: Path, what: What
    ) -> None:
        ledger = read_ledger(issued / "archive")
        public, restricted = (read_pack(issued / "archive", one) for one in ledger.entries[-2:])
        source = read_source(issued / "archive", ledger, ledger.entries[-2])
        body = Writer(source, settings(), {}).body(what)
        spoken = re.sub(r"<style.*?</style>|<[^>]*>", " ", body.html, flags=re.DOTALL)
        for text in (body.subject, body.plain, unescape(spoken)):
            assert "Elm Road" not in text
            for (ref, period), seen in public.observations.items():
                if period == JULY and seen.status is ValueStatus.SUPPRESSED:
                    shown = re.escape(public.shown(ref))
                    truth = restricted.observations[ref, period].value
                    assert re.search(rf"\b{shown}\b[^\n]{{0,80}}\b{truth}\b(?![\d.])", text) is None, ref


class TestSending:
    RESTRICTED = replace(entry(), pack=f"{entry().pack}-restricted", classification="Restricted")

    def test_only_those_cleared_for_it_get_the_restricted_edition(self) -> None:
        people = [recipient("a@example.org"), recipient("b@example.org", clearance=("Restricted",))]
        sends = plan(self.RESTRICTED, people, settings(), {})
        assert [send.what for send in sends] == [What.NOTHING, What.ENCRYPTED]

    def test_its_name_is_enough_for_that(self) -> None:
        worded = replace(self.RESTRICTED, classification="Public")
        assert plan(worded, [recipient()], settings(), {})[0].what is What.NOTHING

    def test_confidential_asks_for_a_clearance_of_its_own(self) -> None:
        closed = replace(self.RESTRICTED, classification="Confidential")
        person = recipient(clearance=("Restricted",))
        assert plan(closed, [person], settings(), {})[0].what is What.NOTHING


def test_october_itself_can_have_a_public_edition(tmp_path: Path) -> None:
    """Counts of care leavers below 260 are taken for small ones, so that there is something to suppress."""
    project = copy_project(REPOSITORY, tmp_path)
    file = project / "data/indicators.csv"
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
    marked = [
        [*rows[0], "sensitive"],
        *([*row, "yes" if row[0].startswith("CL") else "no"] for row in rows[1:]),
    ]
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(marked)
    facts = project / "data/pack.toml"
    facts.write_text(facts.read_text() + "\n[disclosure]\nthreshold = 260\n")
    said = boardpack("check", "--disclosure", "2017-10", project=project)
    assert "Counts from 1 to 259 are suppressed." in said.out
    assert "CL 2 Oct-17: a count below the threshold" in said.out
    made = make_edition(Project(project), Period(2017, 10), draft=True)
    blocking = {one.rule for one in made.findings if one.blocks}
    if made.edition is None:
        assert blocking >= {"disclosure-prose"}, "its commentary quotes what goes"
    else:
        assert made.pack is not None
        assert made.pack.observations["CL2", Period(2017, 10)].value is None


def test_a_month_is_opened_with_its_meeting_and_the_last_day_of_publication(tmp_path: Path) -> None:
    project = copy_project(SENSITIVE, tmp_path)
    said = boardpack("new", "2025-08", "--meeting", "2026-01-06", project=project)
    assert said.code == 0, said.err
    assert "Publish by Wednesday 2025-12-24 at the latest." in said.err
    assert 'meeting_date = "2026-01-06"' in (project / "narratives/2025-08/month.toml").read_text()
    assert "2025-12-24" in boardpack("check", "2025-08", "--todo", project=project).out
