"""The smaller rooms: retention, anchors, looking up, the lock, exports."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boardpack.analysis.compare import Comparison, Difference, DifferenceKind
from boardpack.archive.add import Terms, add
from boardpack.archive.issue import Retention, read_retention
from boardpack.archive.ledger import read_ledger
from boardpack.archive.lookup import export, find_edition, inputs_folder, read_files, read_pdf
from boardpack.archive.report import difference_lines, file_size, period_name
from boardpack.archive.store import ArchiveFault, bag_paths, locked
from boardpack.archive.verify import store_anchor, verify_all
from boardpack.errors import BoardpackError, UsageFault
from boardpack.model.finding import Place
from boardpack.model.period import Cadence, Calendar
from tests.archive.hand import NOON, contents, issue, put

SLUG = "childrens-indicators"

# ---------------------------------------------------------------------------------------- retention


@pytest.mark.parametrize(
    ("settings", "retention"),
    [
        ({}, Retention("Committee papers", 72)),
        ({"retention": "1 year"}, Retention("Committee papers", 12)),
        ({"retention": " 18  months ", "retention_class": " Scrutiny "}, Retention("Scrutiny", 18)),
        ({"retention": "Permanent"}, Retention("Committee papers", None)),
    ],
)
def test_retention_is_read(settings: dict[str, Any], retention: Retention) -> None:
    assert read_retention(settings) == retention


@pytest.mark.parametrize(
    "settings",
    [
        {"retention": 6},
        {"retention": "0 years"},
        {"retention": "6"},
        {"retention_class": ""},
        {"retention_class": 1},
    ],
)
def test_retention_that_cannot_be_understood(settings: dict[str, Any]) -> None:
    with pytest.raises(BoardpackError, match=r"data/pack\.toml: \[archive\] retention"):
        read_retention(settings)


@pytest.mark.parametrize(
    ("months", "start", "until"),
    [
        (72, date(2017, 11, 28), "2023-11-28"),
        (12, date(2024, 2, 29), "2025-02-28"),
        (48, date(2024, 2, 29), "2028-02-29"),
        (1, date(2017, 12, 31), "2018-01-31"),
        (2, date(2017, 12, 31), "2018-02-28"),
        (None, date(2017, 12, 31), "permanent"),
    ],
)
def test_the_date_until_which_it_is_kept(months: int | None, start: date, until: str) -> None:
    assert Retention("x", months).until(start) == until


# ------------------------------------------------------------------------------------------ anchors


def test_an_anchor_goes_with_the_entry_it_names(tmp_path: Path) -> None:
    first = put(tmp_path, "2017-09").entry
    second = put(tmp_path).entry
    text = store_anchor(tmp_path, "minute.txt", f"Head: {first.hash.upper()}".encode())
    stamp = store_anchor(tmp_path, "../a b.tsr", b"\x04\x20" + bytes.fromhex(second.hash))
    assert (text.entry, text.names_it, stamp.entry, stamp.names_it) == (first, True, second, True)
    assert stamp.name == f"000002-{second.hash[:16]}-_a_b.tsr"
    assert verify_all(tmp_path) == ()


def test_an_anchor_that_names_none_goes_with_the_head_given_or_the_last(tmp_path: Path) -> None:
    first = put(tmp_path, "2017-09").entry
    second = put(tmp_path).entry
    assert store_anchor(tmp_path, "a.sig", b"x").entry == second
    assert store_anchor(tmp_path, "b.sig", b"x", head=first.hash[:20]).entry == first
    with pytest.raises(UsageFault, match="no entry of the ledger has that hash"):
        store_anchor(tmp_path, "c.sig", b"x", head="0" * 64)


def test_an_anchor_is_never_overwritten(tmp_path: Path) -> None:
    put(tmp_path)
    store_anchor(tmp_path, "a.sig", b"x")
    store_anchor(tmp_path, "a.sig", b"x")
    before = contents(tmp_path)
    with pytest.raises(ArchiveFault, match="nothing is ever overwritten"):
        store_anchor(tmp_path, "a.sig", b"y")
    assert contents(tmp_path) == before


def test_an_empty_archive_has_no_head(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="no head to anchor"):
        store_anchor(tmp_path, "a.sig", b"x")


def test_an_end_that_was_cut_off_is_found_out_by_the_anchor(tmp_path: Path) -> None:
    put(tmp_path, "2017-09")
    raw = (tmp_path / "ledger.jsonl").read_bytes()
    stored = store_anchor(tmp_path, "a.sig", put(tmp_path).entry.hash.encode())
    (tmp_path / "ledger.jsonl").unlink()
    (tmp_path / "ledger.jsonl").write_bytes(raw)
    (tmp_path / "anchors/other").write_text("x")
    found = {finding.place.file.rpartition("/")[2]: finding.found for finding in verify_all(tmp_path)}
    assert found == {
        stored.name: "holds a head that is not in the ledger",
        "other": "does not belong among the anchors",
        "v1": "is a version that the ledger has no entry for",
    }


def test_what_a_stopped_run_left_among_the_anchors_is_cleared_away(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "anchors").mkdir()
    (tmp_path / "anchors/.tmp-x").write_text("x")
    assert verify_all(tmp_path) == ()
    store_anchor(tmp_path, "a.sig", b"x")
    assert verify_all(tmp_path) == ()


# --------------------------------------------------------------------------------------- looking up


def test_the_latest_version_is_found_unless_one_is_named(tmp_path: Path) -> None:
    put(tmp_path)
    put(tmp_path, words="second", reason="x")
    ledger = read_ledger(tmp_path)
    assert find_edition(ledger, "2017-10").version == 2
    assert find_edition(ledger, "2017-10", version=1).version == 1
    assert ledger.packs == (SLUG,)
    assert [entry.version for entry in ledger.latest()] == [2]


def test_several_packs_of_a_month_must_be_told_apart(tmp_path: Path) -> None:
    put(tmp_path)
    add(tmp_path, issue(slug="adults"), Terms(NOON))
    ledger = read_ledger(tmp_path)
    with pytest.raises(UsageFault, match=r"Name one with --pack: adults, childrens-indicators"):
        find_edition(ledger, "2017-10")
    assert find_edition(ledger, "2017-10", pack="adults").pack == "adults"
    assert bag_paths(tmp_path) == {f"{SLUG}/2017-10/v1", "adults/2017-10/v1"}


def test_the_pdf_is_what_was_issued_or_it_is_not_given(tmp_path: Path) -> None:
    entry = put(tmp_path).entry
    assert read_pdf(tmp_path, entry) == issue().pdf
    assert read_files(inputs_folder(tmp_path, entry)) == dict(issue().inputs)
    path = tmp_path / entry.path / "data" / entry.pdf_name
    path.chmod(0o644)
    path.write_bytes(b"other")
    with pytest.raises(ArchiveFault, match="has changed since it was issued"):
        read_pdf(tmp_path, entry)
    path.unlink()
    with pytest.raises(ArchiveFault, match="No such file"):
        read_pdf(tmp_path, entry)


# --------------------------------------------------------------------------------------------- lock


def test_readers_share_and_do_without_where_they_may_not_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path)
    with locked(tmp_path, shared=True, patience=0), locked(tmp_path, shared=True, patience=0):
        pass
    opened = os.open

    def refuse(path: Any, *rest: Any) -> int:
        if str(path).endswith(".lock"):
            raise OSError(30, "Read-only file system", str(path))
        return opened(path, *rest)

    monkeypatch.setattr("os.open", refuse)
    assert verify_all(tmp_path) == ()
    with pytest.raises(ArchiveFault, match=r"Read-only file system\. The disk is read-only"):
        put(tmp_path, "2017-11")


# ---------------------------------------------------------------------------------- words and files


def test_sizes_and_months_in_words() -> None:
    assert [file_size(count) for count in (0, 999, 1000, 160_504, 999_499, 999_500, 2_345_678)] == [
        "0 B", "999 B", "1 kB", "161 kB", "999 kB", "1.0 MB", "2.3 MB",
    ]  # fmt: skip
    assert (period_name("2017-10", Calendar()), period_name("x", Calendar())) == ("October 2017", "x")


@pytest.mark.parametrize(
    ("start", "cadence", "period", "words"),
    [
        (4, Cadence.QUARTER, "2017-Q2", "Quarter 2 2017-18"),
        (9, Cadence.QUARTER, "2017-Q2", "Quarter 2 2017-18"),
        (1, Cadence.QUARTER, "2017-Q2", "Quarter 2 2017"), (1, Cadence.YEAR, "2017", "2017"),
        (9, Cadence.YEAR, "2017", "2017-18"),
    ],
)  # fmt: skip
def test_a_period_is_named_in_the_packs_own_calendar(
    start: int, cadence: Cadence, period: str, words: str
) -> None:
    assert period_name(period, Calendar(cadence, start)) == words


def test_every_kind_of_difference_is_told_in_a_line() -> None:
    here = Place("data/x.csv", 2)
    kinds = tuple(
        Difference(kind, "W1", "Caseload", "17", "18", here, "2017-09", "Late") for kind in DifferenceKind
    )
    lines = list(difference_lines(Comparison("2017-09", "2017-10", kinds)))
    assert [line for line in lines if line and not line.startswith(" ")] == [
        f"{kind.value} (1)" for kind in DifferenceKind
    ]
    assert "  W1 September 2017, Caseload: 17 → 18 (Late)" in lines
    carried = Difference(
        DifferenceKind.CARRIED, "Directors Summary", "Directors Summary", "9 words", "9 words", here
    )
    assert list(difference_lines(Comparison("", "", (carried,))))[-1] == "  Directors Summary: 9 words"


def test_only_what_the_paper_shows_is_exported(tmp_path: Path) -> None:
    names = ("values-2017-18.csv", "actions-2017-10.csv", "actions-2017-09.csv", "overrides.csv", "pack.toml")
    entry = add(tmp_path, issue(inputs={f"data/{name}": b"x" for name in names}), Terms(NOON)).entry
    files = export(tmp_path, entry)
    stem = f"2017-10-{SLUG}"
    assert set(files) == {
        f"{stem}.pdf", f"{stem}.sha256", f"{stem}-values-2017-18.csv", f"{stem}-actions-2017-10.csv",
    }  # fmt: skip


@pytest.mark.parametrize(
    "classification", ["Restricted", "EXEMPT under paragraph 1", "Official-Sensitive", "Part 2"]
)
def test_closed_papers_are_known_by_their_classification(tmp_path: Path, classification: str) -> None:
    entry = add(tmp_path, issue(facts={"classification": classification}), Terms(NOON)).entry
    with pytest.raises(UsageFault, match="not for publishing"):
        export(tmp_path, entry)
    assert export(tmp_path, entry, closed=True)
