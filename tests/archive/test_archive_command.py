"""The command line of the archive, on a small project issued in two versions."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from boardpack.archive.ledger import read_ledger, send_ledger
from boardpack.cli.archive import LATER, ORDER, command
from boardpack.edition import make_edition
from boardpack.load.project import Project
from boardpack.model.period import Period
from tests.archive.command import archive

SLUG = "llyfrgelloedd-a-strydoedd-libraries-and-streets"


def pdf(project: Path, version: int = 2) -> Path:
    return project / "archive" / SLUG / f"2024-03/v{version}/data/2024-03-{SLUG}.pdf"


def test_the_same_again_adds_nothing_and_prints_the_path_last(project: Path) -> None:
    said = archive("add", project=project)
    assert (said.code, said.out) == (0, f"{pdf(project)}\n")
    assert "holds the same already; nothing was added" in said.err
    assert len(read_ledger(project / "archive").entries) == 2


def test_the_paper_is_the_one_that_build_writes(project: Path) -> None:
    edition = make_edition(Project(project), Period(2024, 3)).edition
    assert edition is not None
    assert edition.data == pdf(project).read_bytes()
    assert edition.file_name == pdf(project).name


def test_a_correction_needs_a_reason_and_says_when_the_paper_shows_the_old_version(project: Path) -> None:
    path = project / "data/glossary.csv"
    path.write_text(path.read_text(encoding="utf-8") + "XYZ,A new thing,\n", encoding="utf-8")
    said = archive("add", project=project)
    assert (said.code, said.out) == (2, "")
    assert "give the reason with --reason" in said.err
    said = archive("add", "--reason", "A word was missing\udcff", project=project)
    assert said.code == 0, said.err
    assert read_ledger(project / "archive").entries[-1].reason == "A word was missing?"
    assert "still says version 2" in said.err
    assert said.out.endswith(f"v3/data/2024-03-{SLUG}.pdf\n")


def test_what_a_stopped_run_left_is_cleared_away_with_a_word(project: Path) -> None:
    (project / "archive/.tmp-left").mkdir()
    assert (
        "Cleared away .tmp-left, which a run that was stopped had left."
        in archive("add", project=project).err
    )


def test_another_title_is_another_pack_and_that_is_said(project: Path) -> None:
    path = project / "data/pack.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("libraries and streets", "streets"), encoding="utf-8"
    )
    said = archive("add", project=project)
    assert f"The archive holds 2024-03 of {SLUG} as well" in said.err
    assert archive("show", "2024-03", project=project).code == 2
    assert archive("show", "2024-03", "--pack", SLUG, project=project).code == 0


def test_errors_of_the_pack_are_told_and_nothing_is_issued(project: Path) -> None:
    (project / "data/indicators.csv").write_text("nonsense\n")
    said = archive("add", project=project)
    assert (said.code, said.out) == (1, "")
    assert "March 2024 is not issued" in said.err
    assert "data/indicators.csv" in said.err


@pytest.mark.parametrize(
    ("setting", "code", "words"),
    [
        (
            '[archive]\nretention = "permanent"\nretention_class = "Minutes"',
            0,
            "Keep until      permanent (Minutes)",
        ),
        ('[archive]\nretention = "18 months"', 0, "2025-10-29 (Committee papers)"),
        ('[archive]\nretention = "a while"', 3, "expected something like"),
    ],
)
def test_retention_comes_from_the_settings(project: Path, setting: str, code: int, words: str) -> None:
    path = project / "data/pack.toml"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{setting}\n", encoding="utf-8")
    said = archive("add", "--reason", "Kept for longer", project=project)
    assert said.code == code
    assert words in (archive("show", "2024-03", project=project).out if code == 0 else said.err)


def test_settings_that_are_no_table(project: Path) -> None:
    path = project / "data/pack.toml"
    path.write_text("archive = 3\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "expected a table" in archive("add", project=project).err


def test_settings_that_do_not_parse_are_a_finding(project: Path) -> None:
    (project / "data/pack.toml").write_text("title = ", encoding="utf-8")
    said = archive("add", project=project)
    assert (said.code, "pack.toml" in said.err) == (1, True)


def test_list_tells_each_version(project: Path) -> None:
    lines = archive("list", project=project).out.splitlines()
    assert [line[:11] for line in lines] == ["2024-03  v1", "2024-03  v2"]
    assert lines[1].endswith("supersedes v1")
    held = archive("list", "--format", "json", project=project).json
    assert [entry["version"] for entry in held] == [1, 2]
    assert held[1]["previous"] == held[0]["hash"]
    nothing = archive("list", "--pack", "other", project=project).err
    assert nothing == "Nothing has been issued yet; `boardpack archive add` issues a month.\n"


def test_show_tells_all_that_is_known(project: Path) -> None:
    said = archive("show", "Mar-24", project=project).out
    assert "Llyfrgelloedd a Strydoedd: libraries and streets, March 2024" in said
    assert "Version         v2 of 2" in said
    assert "Supersedes      v1: The target was raised" in said
    assert hashlib.sha256(pdf(project).read_bytes()).hexdigest() in said
    assert "Keep until      2030-04-29 (Committee papers)" in said
    assert (
        "Superseded by   v2: The target was raised"
        in archive("show", "2024-03", "--version", "v1", project=project).out
    )


def test_show_counts_who_it_was_sent_to(project: Path) -> None:
    ledger = send_ledger(project / "archive", SLUG, "2024-03", 2)
    ledger.parent.mkdir(parents=True)
    rows = [("a@example.org", "accepted"), ("b@example.org", "accepted"), ("c@example.org", "refused")]
    ledger.write_text("".join(json.dumps({"recipient": r, "state": s}) + "\n" for r, s in rows))
    assert "Sent            2 accepted, 1 refused" in archive("show", "2024-03", project=project).out
    held = archive("show", "2024-03", "--format", "json", project=project).json
    assert held["sends"] == {"accepted": 2, "refused": 1}
    assert archive("verify", project=project).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "2024-04"), "the archive holds no edition of that month. It holds 2024-03."),
        (("show", "2024-03", "--version", "7"), "there is no v7; the archive holds v1, v2."),
        (("show", "2024-03", "--version", "x"), "is no version"),
        (("show", "2024-03", "--version", "0"), "is no version"),
        (("diff", "yesterday", "2024-03"), "is no month"),
        (("diff", "2024-03/v1", "2024-03/vx"), "is no version"),
        (("search", "!!!"), "There is no word to look for"),
        (("verify", "2024-03", "--all"), "not both"),
        (("verify", "--anchor", "abc"), "is not a head"),
        (("anchor", "--store", "/nowhere/at/all"), "does not exist"),
        (("export", "2024-03", "--to", "archive/x"), "is inside the archive"),
    ],
)
def test_what_cannot_be_asked_is_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(project)
    said = archive(*arguments, project=project)
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_search_tells_month_page_and_snippet(project: Path) -> None:
    lines = archive("search", "lights?", "trolley", project=project).out.splitlines()
    assert lines == []
    lines = archive("search", "second trolley", project=project).out.splitlines()
    assert lines[0].startswith("2024-03 v2, page ")
    assert "[second] [trolley]" in lines[1]
    (hit,) = archive("search", "second trolley", "--format", "json", "--limit", "1", project=project).json
    assert (hit["pack"], hit["period"], hit["version"], hit["current"]) == (SLUG, "2024-03", 2, True)
    assert archive("search", "nowhere", project=project).err == "Nothing was found.\n"
    assert "(superseded)" in archive("search", "trolley", "--all-versions", project=project).out


def test_diff_tells_what_a_correction_changed(project: Path) -> None:
    said = archive("diff", "2024-03/v1", "2024-03", project=project).out
    assert said.startswith("2024-03 v1 → 2024-03 v2\n")
    for words in (
        "Restated values (1)\n  LL 2 October 2023, ",
        ": 4,120 → 4,121",
        "Changed targets (1)\n  LL 1, ",
        "90% → 91%",
        "Actions slipped (1)\n  A2, Agree with the contractor",
        ": Apr-24 → Jun-24",
    ):
        assert words in said
    held = archive("diff", "2024-03/v1", "2024-03/v2", "--format", "json", project=project).json
    assert (held["old_version"], held["new_version"]) == (1, 2)
    assert {one["kind"] for one in held["differences"]} == {"restated", "target", "bands", "slipped"}
    assert archive("diff", "2024-03", "2024-03", project=project).out.endswith("No difference.\n")


def test_diff_of_a_pack_that_can_no_longer_be_read(project: Path) -> None:
    path = pdf(project, 1).parent / "inputs/data/indicators.csv"
    path.unlink()
    said = archive("diff", "2024-03/v1", "2024-03/v2", project=project)
    assert (said.code, "cannot read the pack's inputs" in said.err) == (3, True)


def test_verify_names_what_changed_and_leaves_with_1(project: Path) -> None:
    said = archive("verify", project=project)
    assert (said.code, said.out) == (0, "")
    assert said.err == "Checked 2 editions and a chain of 2: all as issued.\n"
    target = pdf(project, 1)
    target.chmod(0o644)
    target.write_bytes(target.read_bytes() + b" ")
    said = archive("verify", "--all", project=project)
    assert said.code == 1
    place = f"archive/{SLUG}/2024-03/v1/data/2024-03-{SLUG}.pdf"
    assert said.out.startswith(f"{place}: error archive-bag: has changed")
    assert archive("verify", "2024-03", project=project).code == 1
    held = archive("verify", "--format", "json", project=project)
    assert (held.code, held.json["counts"]["errors"]) == (1, 1)
    for asked in (
        ("export", "2024-03", "--version", "1", "--to", "web"),
        ("rebuild", "2024-03", "--version", "1"),
    ):
        said = archive(*asked, project=project)
        assert (said.code, "Put it back from a copy" in said.err) == (3, True)


def test_an_edition_whose_folder_is_gone_is_still_told_of(project: Path) -> None:
    shutil.rmtree(pdf(project).parents[1])
    said = archive("show", "2024-03", project=project)
    assert "Missing         its folder is gone; run `archive verify`" in said.out
    assert "Missing" not in archive("show", "2024-03", "--version", "1", project=project).out
    said = archive("rebuild", "2024-03", project=project)
    assert (said.code, "v2: is missing. Put it back from a copy first." in said.err) == (3, True)


def test_an_archive_that_is_not_there_yet(project: Path) -> None:
    shutil.rmtree(project / "archive")
    assert archive("verify", project=project).code == 2
    assert archive("anchor", project=project).code == 2
    assert archive("list", project=project).code == 0
    assert "It is empty." in archive("show", "2024-03", project=project).err


def test_a_broken_ledger_is_said_and_what_can_be_read_is_told(project: Path) -> None:
    path = project / "archive/ledger.jsonl"
    raw = path.read_bytes()
    path.unlink()
    path.write_bytes(raw.replace(b'"number": 2', b'"number": 3'))
    said = archive("list", project=project)
    assert (len(said.out.splitlines()), "is not as it was written" in said.err) == (1, True)
    assert archive("anchor", project=project).code == 3
    assert archive("add", project=project).code == 3
    assert archive("verify", project=project).code == 1


def test_the_head_is_printed_and_looked_up_again(project: Path) -> None:
    head = archive("anchor", project=project).out.strip()
    assert head == read_ledger(project / "archive").head
    assert archive("verify", "--anchor", head, project=project).code == 0
    said = archive("verify", "--anchor", "0" * 64, project=project)
    assert (said.code, "not in the chain" in said.err) == (1, True)


def test_a_stamp_of_the_head_is_kept(project: Path) -> None:
    head = archive("anchor", project=project).out.strip()
    stamp = project / "head.tsr"
    stamp.write_bytes(b"\x30\x82" + bytes.fromhex(head))
    assert ", of entry 2, which it names." in archive("anchor", "--store", stamp, project=project).err
    assert [path.name for path in (project / "archive/anchors").iterdir()] == [f"000002-{head[:16]}-head.tsr"]
    assert archive("verify", project=project).code == 0


def test_rebuild_says_that_the_bytes_agree(project: Path) -> None:
    said = archive("rebuild", "2024-03", "--version", "1", project=project)
    assert (said.code, said.out.endswith(", byte for byte.\n")) == (0, True), said.err


def test_rebuild_names_what_has_another_version(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boardpack.archive.make_issue.versions", lambda: {"python": "9.9", "new": "1"})
    monkeypatch.setattr("boardpack.archive.make_issue.inputs_folder", other_inputs(project))
    said = archive("rebuild", "2024-03", project=project)
    assert said.code == 1
    assert "python was 3." in said.err
    assert "new was not noted, is 1" in said.err
    assert "other bytes came out" in said.err


def other_inputs(project: Path) -> object:
    """The files of the first version where those of the second are asked for."""
    return lambda *_: pdf(project, 1).parent / "inputs"


def test_rebuild_that_the_checks_of_today_stop(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boardpack.archive.make_issue.read_files", lambda _: {"data/pack.toml": b"x"})
    said = archive("rebuild", "2024-03", project=project)
    assert (said.code, "the checks of today stop it" in said.err) == (1, True)


def test_export_gives_stable_names_and_checksums(project: Path, tmp_path: Path) -> None:
    said = archive("export", "2024-03", "--to", tmp_path / "web", project=project)
    names = {path.name for path in (tmp_path / "web").iterdir()}
    assert f"2024-03-{SLUG}.pdf" in names
    assert f"2024-03-{SLUG}-values-2023-24.csv" in names
    assert not [name for name in names if "pack.toml" in name or "waivers" in name or "reported" in name]
    assert said.out.splitlines()[-1] == str(tmp_path / "web" / f"2024-03-{SLUG}.sha256")
    assert (tmp_path / "web" / f"2024-03-{SLUG}.pdf").read_bytes() == pdf(project).read_bytes()
    if shutil.which("sha256sum"):
        subprocess.run(
            ["sha256sum", "-c", "--quiet", f"2024-03-{SLUG}.sha256"], cwd=tmp_path / "web", check=True
        )


def test_a_paper_that_is_not_public_is_not_exported_by_mistake(project: Path, tmp_path: Path) -> None:
    path = project / "data/pack.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Public"', '"Exempt (Part 2)"'), encoding="utf-8")
    assert archive("add", "--reason", "Made exempt", project=project).code == 0
    said = archive("export", "2024-03", "--to", tmp_path / "web", project=project)
    assert (said.code, "not for publishing" in said.err) == (2, True)
    assert not (tmp_path / "web").exists()
    assert archive("export", "2024-03", "--to", tmp_path / "web", "--closed", project=project).code == 0


def test_every_command_has_help_and_its_place() -> None:
    context = command.make_context("archive", ["list"])
    assert command.list_commands(context) == list(ORDER)
    for name in ORDER:
        found = command.get_command(context, name)
        assert found is not None
        assert found.help
    assert set(LATER) <= set(ORDER)
    assert command.get_command(context, "delete") is None
