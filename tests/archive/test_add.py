"""Issuing editions: what is kept, what is refused, what a second version needs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest

from boardpack.archive.add import Terms, add
from boardpack.archive.issue import Issue, Retention
from boardpack.archive.ledger import START, read_ledger
from boardpack.archive.store import ArchiveFault, Effects, locked
from boardpack.archive.verify import verify_all
from boardpack.errors import UsageFault
from tests.archive.hand import NOON, contents, issue, put

BAG = "childrens-indicators/2017-10/v1"


def test_an_edition_is_kept_whole(tmp_path: Path) -> None:
    added = put(tmp_path / "archive")
    held = contents(tmp_path / "archive")
    assert held[f"{BAG}/data/2017-10-childrens-indicators.pdf"] == issue().pdf
    for name, data in issue().inputs.items():
        assert held[f"{BAG}/data/inputs/{name}"] == data
    assert (added.already, added.notes) == (False, ())
    assert read_ledger(tmp_path / "archive").entries == (added.entry,)
    assert added.entry.bag_size == sum(len(data) for path, data in held.items() if path.startswith(BAG))


def test_the_claims_are_kept_when_there_are_some(tmp_path: Path) -> None:
    add(tmp_path, issue(claims='{"claims": []}'), Terms(NOON))
    assert contents(tmp_path)[f"{BAG}/data/claims.json"] == b'{"claims": []}'


def test_the_same_content_is_not_added_twice(tmp_path: Path) -> None:
    first = put(tmp_path)
    before = contents(tmp_path)
    again = put(tmp_path, reason="again")
    assert (again.already, again.entry) == (True, first.entry)
    assert contents(tmp_path) == before


def test_a_correction_says_why_and_keeps_the_first(tmp_path: Path) -> None:
    put(tmp_path)
    before = contents(tmp_path)
    with pytest.raises(UsageFault, match=r"issued before, as v1\. .* --reason"):
        put(tmp_path, words="second")
    assert contents(tmp_path) == before
    entry = put(tmp_path, words="second", reason="A figure  was\nwrong").entry
    assert (entry.version, entry.supersedes, entry.reason) == (2, "v1", "A figure was wrong")
    info = contents(tmp_path)["childrens-indicators/2017-10/v2/bag-info.txt"].decode()
    assert "Supersedes: v1\nSupersedes-Reason: A figure was wrong\n" in info
    assert {
        path: data for path, data in contents(tmp_path).items() if path in before and path != "ledger.jsonl"
    } == {path: data for path, data in before.items() if path != "ledger.jsonl"}


def test_going_back_to_the_first_content_is_a_third_version(tmp_path: Path) -> None:
    put(tmp_path)
    put(tmp_path, words="second", reason="wrong")
    third = put(tmp_path, reason="It was right")
    assert (third.already, third.entry.version, third.entry.supersedes) == (False, 3, "v2")


def test_the_chain_holds_the_hash_of_the_entry_before(tmp_path: Path) -> None:
    entries = [put(tmp_path, month).entry for month in ("2017-08", "2017-09", "2017-10")]
    assert [entry.previous for entry in entries] == [START, entries[0].hash, entries[1].hash]
    assert read_ledger(tmp_path).head == entries[-1].hash


def test_the_bag_is_valid_to_another_implementation(tmp_path: Path) -> None:
    put(tmp_path)
    put(tmp_path, words="second ŵ", reason="Dŵr, not dwr")
    for version in (1, 2):
        bag = bagit.Bag(str(tmp_path / f"childrens-indicators/2017-10/v{version}"))
        bag.validate()
        assert sorted(bag.algorithms) == ["sha256", "sha512"]
        assert bag.info["External-Identifier"] == f"childrens-indicators/2017-10/v{version}"
    assert bag.info["Supersedes-Reason"] == "Dŵr, not dwr"


@pytest.mark.parametrize("tool", ["sha256sum", "sha512sum"])
@pytest.mark.parametrize("name", ["manifest", "tagmanifest"])
def test_the_bag_is_checked_with_coreutils_alone(tmp_path: Path, tool: str, name: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not on this machine")
    put(tmp_path)
    done = subprocess.run(
        [tool, "-c", "--quiet", f"{name}-{tool.removesuffix('sum')}.txt"], cwd=tmp_path / BAG, check=False
    )
    assert done.returncode == 0


def test_dates_come_from_the_clock_that_was_handed_in(tmp_path: Path) -> None:
    summer = datetime(2018, 6, 30, 23, 30, tzinfo=timezone(timedelta(hours=1)))
    entry = add(tmp_path, issue(facts={}), Terms(summer, retention=Retention("Scrutiny", 12))).entry
    assert entry.issued_at == "2018-06-30T23:30:00+01:00"
    assert (entry.retention, entry.keep_until, entry.title) == (
        "Scrutiny",
        "2019-06-30",
        "childrens-indicators",
    )


@pytest.mark.parametrize("slug", ["sends", "anchors", "", "-x", "a/b", "..", ".tmp-x"])
def test_a_name_the_archive_cannot_use_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(UsageFault, match="title"):
        add(tmp_path, issue(slug=slug), Terms(NOON))
    assert verify_all(tmp_path) == ()


@pytest.mark.parametrize(
    "name", ["data/50%.csv", "data/a\nb.csv", "a\\b", "../x", "data//x", "/etc/passwd", ""]
)
def test_a_file_name_that_lists_cannot_hold_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageFault, match="Rename it"):
        add(tmp_path, issue(inputs={name: b""}), Terms(NOON))
    assert read_ledger(tmp_path).entries == ()


@pytest.mark.parametrize("period", ["2017-13", "October", "2017-10/../x"])
def test_a_month_that_is_none_is_refused(tmp_path: Path, period: str) -> None:
    with pytest.raises(UsageFault, match="expected a period"):
        add(tmp_path, issue(period), Terms(NOON))


# --------------------------------------------------------------------------------- states to refuse


def test_nothing_is_added_to_a_broken_chain(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "ledger.jsonl").write_bytes(
        (tmp_path / "ledger.jsonl").read_bytes().replace(b"2017-10", b"2017-11")
    )
    with pytest.raises(ArchiveFault, match=r"ledger\.jsonl:1: has changed"):
        put(tmp_path, "2017-11")


@pytest.mark.parametrize("month", ["2017-10", "2017-11"])
def test_a_ledger_that_lost_its_end_is_not_continued(tmp_path: Path, month: str) -> None:
    put(tmp_path, "2017-09")
    before = (tmp_path / "ledger.jsonl").read_bytes()
    put(tmp_path)
    (tmp_path / "ledger.jsonl").write_bytes(before)
    with pytest.raises(ArchiveFault, match="the ledger knows nothing of it"):
        put(tmp_path, month)


def test_a_ledger_that_is_gone_is_not_begun_again(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "ledger.jsonl").unlink()
    with pytest.raises(ArchiveFault, match="the ledger knows nothing of it"):
        put(tmp_path, "2017-11")
    assert [finding.rule for finding in verify_all(tmp_path)] == ["archive-ledger", "archive-stray"]


def stopped_before_the_ledger(archive: Path) -> None:
    class NoLedger(Effects):
        def open_to_append(self, path: Path) -> int:
            raise OSError(28, "No space left on device", str(path))

    with pytest.raises(ArchiveFault, match="make room"):
        put(archive, effects=NoLedger())


def test_a_run_stopped_before_the_ledger_is_completed_by_the_next(tmp_path: Path) -> None:
    stopped_before_the_ledger(tmp_path)
    assert {finding.severity.value for finding in verify_all(tmp_path)} == {"note"}
    added = put(tmp_path)
    assert added.already
    assert added.notes == (f"Entered {BAG} in the ledger: a run was stopped after it had put it in place.",)
    assert verify_all(tmp_path) == ()


def test_a_bag_damaged_before_it_was_entered_is_not_entered(tmp_path: Path) -> None:
    stopped_before_the_ledger(tmp_path)
    path = tmp_path / BAG / "data/findings.json"
    path.chmod(0o644)
    path.write_bytes(b"x")
    with pytest.raises(ArchiveFault, match=r"findings\.json has changed since it was issued"):
        put(tmp_path)
    assert read_ledger(tmp_path).entries == ()


def test_a_pending_entry_from_another_chain_is_not_entered(tmp_path: Path) -> None:
    stopped_before_the_ledger(tmp_path / "one")
    put(tmp_path / "other", "2017-09")
    (tmp_path / "one/ledger.jsonl").write_bytes((tmp_path / "other/ledger.jsonl").read_bytes())
    with pytest.raises(ArchiveFault, match="the ledger has gone on without it"):
        put(tmp_path / "one")


class Untrue(Effects):
    """A disk that keeps other bytes than it was given."""

    def write(self, descriptor: int, path: Path, data: bytes) -> None:
        super().write(descriptor, path, data.replace(b"first", b"worst"))


def test_a_disk_that_keeps_other_bytes_is_found_out(tmp_path: Path) -> None:
    with pytest.raises(ArchiveFault, match="reads back differently"):
        put(tmp_path, effects=Untrue())
    assert read_ledger(tmp_path).entries == ()
    put(tmp_path)
    assert verify_all(tmp_path) == ()


def refuse(code: int) -> Callable[[Effects, Path, Path], None]:
    def rename(_effects: Effects, source: Path, _target: Path) -> None:
        raise OSError(code, "refused", str(source))

    return rename


@pytest.mark.parametrize(
    ("code", "words"), [(1, "keep the archive on another"), (18, "on another disk"), (99, "See to the disk")]
)
def test_a_folder_on_which_rename_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    put(tmp_path, "2017-09")
    before = contents(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Effects, "rename", refuse(code))
        with pytest.raises(ArchiveFault, match=words):
            put(tmp_path)
    assert before.items() <= contents(tmp_path).items()
    assert not put(tmp_path).already
    assert verify_all(tmp_path) == ()


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path)
    before = contents(tmp_path)

    def refuse_file(_effects: Effects, path: Path, _mode: int = 0) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    def refuse_folder(_effects: Effects, path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Effects, "create", refuse_file)
    monkeypatch.setattr(Effects, "make_folder", refuse_folder)
    with pytest.raises(ArchiveFault, match=r"Permission denied\. You may not write there"):
        put(tmp_path, "2017-11")
    assert contents(tmp_path) == before


# ---------------------------------------------------------------------------------------- many runs


def test_a_second_run_waits_and_then_says_who_is_in_the_way(tmp_path: Path) -> None:
    put(tmp_path)
    with locked(tmp_path), pytest.raises(ArchiveFault, match="another run of boardpack is writing"):
        put(tmp_path, "2017-11", patience=0.05)
    assert not put(tmp_path, "2017-11").already


ADD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.archive.hand import put
put(Path(sys.argv[1]), sys.argv[3], sys.argv[4], reason="told to")
"""


def test_ten_runs_at_once_are_all_kept(tmp_path: Path) -> None:
    """Five months, and five versions of one month, by ten processes that start together."""
    here = str(Path(__file__).parents[2])
    jobs = [(f"2018-{number:02d}", "first") for number in range(1, 6)]
    jobs += [("2017-10", f"words {number}") for number in range(5)]
    runs = [
        subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path / "archive"), here, *job]) for job in jobs
    ]
    assert [run.wait(60) for run in runs] == [0] * 10
    entries = read_ledger(tmp_path / "archive").entries
    assert [entry.number for entry in entries] == list(range(1, 11))
    assert sorted(entry.version for entry in entries if entry.period == "2017-10") == list(range(1, 6))
    assert verify_all(tmp_path / "archive") == ()


def test_an_issue_is_a_plain_value() -> None:
    assert issue() == issue()
    assert isinstance(issue(), Issue)
