"""Whatever is changed in a bag or in the ledger is found, and named."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from boardpack.archive import bag
from boardpack.archive.ledger import parse_ledger, read_ledger
from boardpack.archive.verify import verify_all, verify_head, verify_some
from boardpack.errors import UsageFault
from tests.archive.hand import contents, put

SLUG = "childrens-indicators"
EDITIONS = (("2017-09", "first"), ("2017-10", "first"), ("2017-10", "second"), ("2017-11", "first"))


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of four editions."""
    archive = tmp_path_factory.mktemp("verify") / "archive"
    for month, words in EDITIONS:
        put(archive, month, words, reason="A figure was wrong")
    return archive


@pytest.fixture
def archive(issued: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    shutil.copytree(issued, tmp_path / "archive")
    return tmp_path / "archive"


def named(archive: Path) -> set[str]:
    return {finding.place.file for finding in verify_all(archive)}


def test_an_archive_as_it_was_issued_has_nothing_to_say(archive: Path) -> None:
    assert verify_all(archive) == ()
    assert verify_some(archive, read_ledger(archive).entries) == ()


# ------------------------------------------------------------------------------- random corruptions

Spoil = Callable[[Path, random.Random], set[str]]
"""Spoils an archive and returns the paths of which at least one must be named."""


def files(archive: Path) -> list[str]:
    held = contents(archive)
    return [path for path in held if path == "ledger.jsonl" or path.startswith(SLUG)]


def write(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def pick(archive: Path, dice: random.Random) -> tuple[str, bytes]:
    path = dice.choice([path for path in files(archive) if (archive / path).stat().st_size])
    return path, (archive / path).read_bytes()


def flip(archive: Path, dice: random.Random) -> set[str]:
    path, data = pick(archive, dice)
    place = dice.randrange(len(data))
    write(archive / path, data[:place] + bytes([data[place] ^ (1 << dice.randrange(8))]) + data[place + 1 :])
    return {path}


def delete(archive: Path, dice: random.Random) -> set[str]:
    path, _ = pick(archive, dice)
    (archive / path).unlink()
    return {path}


def put_bytes_in(archive: Path, dice: random.Random) -> set[str]:
    path, data = pick(archive, dice)
    place = dice.randrange(len(data) + 1)
    write(archive / path, data[:place] + dice.choice((b"\n", b" ", b"\x00", b"ab")) + data[place:])
    return {path}


def take_bytes_out(archive: Path, dice: random.Random) -> set[str]:
    path, data = pick(archive, dice)
    place = dice.randrange(len(data))
    write(archive / path, data[:place] + data[place + dice.randint(1, 40) :])
    return {path}


def swap(archive: Path, dice: random.Random) -> set[str]:
    (one, first), (other, second) = pick(archive, dice), pick(archive, dice)
    while first == second:
        other, second = pick(archive, dice)
    write(archive / one, second)
    write(archive / other, first)
    return {one, other}


def insert_file(archive: Path, dice: random.Random) -> set[str]:
    path, data = pick(archive, dice)
    beside = f"{path}.copy" if path != "ledger.jsonl" else f"{SLUG}/2017-10/v1/data/new.txt"
    write(archive / beside, dice.choice((b"", data)))
    return {beside}


def rename_file(archive: Path, dice: random.Random) -> set[str]:
    path, _ = pick(archive, dice)
    (archive / path).rename(archive / f"{path}.old")
    return {path}


def link(archive: Path, dice: random.Random) -> set[str]:
    """The same bytes, but kept elsewhere."""
    path, _ = pick(archive, dice)
    while path == "ledger.jsonl":
        path, _ = pick(archive, dice)
    elsewhere = archive.parent / "elsewhere"
    (archive / path).rename(elsewhere)
    (archive / path).symlink_to(elsewhere)
    return {path}


def drop_line(archive: Path, dice: random.Random) -> set[str]:
    lines = (archive / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    number = dice.randrange(len(lines))
    write(archive / "ledger.jsonl", b"".join(lines[:number] + lines[number + 1 :]))
    last = f"{SLUG}/2017-11/v1"
    return {last} if number == len(lines) - 1 else {"ledger.jsonl"}


def move_line(archive: Path, dice: random.Random) -> set[str]:
    lines = (archive / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    one, other = dice.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    write(archive / "ledger.jsonl", b"".join(lines))
    return {"ledger.jsonl"}


def repeat_line(archive: Path, dice: random.Random) -> set[str]:
    lines = (archive / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    lines.insert(dice.randrange(len(lines) + 1), dice.choice(lines))
    write(archive / "ledger.jsonl", b"".join(lines))
    return {"ledger.jsonl"}


def delete_version(archive: Path, dice: random.Random) -> set[str]:
    entry = dice.choice(read_ledger(archive).entries)
    shutil.rmtree(archive / entry.path)
    return {entry.path}


def copy_version(archive: Path, dice: random.Random) -> set[str]:
    entry = dice.choice(read_ledger(archive).entries)
    shutil.copytree(archive / entry.path, (archive / entry.path).with_name("v9"))
    return {f"{entry.path.rpartition('/')[0]}/v9"}


def swap_versions(archive: Path, dice: random.Random) -> set[str]:
    one, other = (archive / entry.path for entry in dice.sample(read_ledger(archive).entries, 2))
    one.rename(archive / "between")
    other.rename(one)
    (archive / "between").rename(other)
    places = [path.relative_to(archive).as_posix() for path in (one, other)]
    return {f"{place}/tagmanifest-sha{size}.txt" for place in places for size in (256, 512)}


SPOILS: tuple[Spoil, ...] = (
    flip, delete, put_bytes_in, take_bytes_out, swap, insert_file, rename_file, link, drop_line, move_line,
    repeat_line, delete_version, copy_version, swap_versions,
)  # fmt: skip

ALL_NAMED = (swap, swap_versions)
"""Spoils of which every path must be named, not just one."""


def spoil_and_look(issued: Path, folder: Path, number: int) -> None:
    archive = folder / f"{number}" / "archive"
    shutil.copytree(issued, archive)
    spoil = SPOILS[number % len(SPOILS)] if number % 2 else flip
    expected = {f"archive/{path}" for path in spoil(archive, random.Random(number))}
    found = named(archive)
    held = expected <= found if spoil in ALL_NAMED else bool(expected & found)
    assert held, f"{spoil.__name__} {number}: expected {expected}, found {found}"
    shutil.rmtree(archive.parent)


@pytest.mark.parametrize("number", range(3 * len(SPOILS)))
def test_whatever_is_spoilt_is_named(issued: Path, tmp_path: Path, number: int) -> None:
    spoil_and_look(issued, tmp_path, number)


@pytest.mark.campaign
def test_campaign_of_corruptions(issued: Path, ram: Path) -> None:
    for number in range(1200):
        spoil_and_look(issued, ram, number)


# ----------------------------------------------------------------------------------- single matters


@pytest.mark.parametrize("size", [256, 512])
def test_a_list_and_its_seal_changed_together_do_not_hide_a_file(archive: Path, size: int) -> None:
    """Someone who changes a file and one family of lists is still found out by the ledger."""
    folder = archive / SLUG / "2017-10/v1"
    target = folder / "data/findings.json"
    old = bag._digests(folder, "data/findings.json", {})[f"sha{size}"]
    write(target, b"other")
    new = bag._digests(folder, "data/findings.json", {})[f"sha{size}"]
    manifest = folder / f"manifest-sha{size}.txt"
    old_list = bag._digests(folder, manifest.name, {})[f"sha{size}"]
    write(manifest, manifest.read_bytes().replace(old.encode(), new.encode()))
    new_list = bag._digests(folder, manifest.name, {})[f"sha{size}"]
    tags = folder / f"tagmanifest-sha{size}.txt"
    write(tags, tags.read_bytes().replace(old_list.encode(), new_list.encode()))
    place = f"archive/{SLUG}/2017-10/v1"
    assert {f"{place}/data/findings.json", f"{place}/{tags.name}"} <= named(archive)


def test_a_file_that_cannot_be_read_is_named(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(path: Path, mode: str = "r") -> object:
        if path.name == "findings.json":
            raise OSError(5, "Input/output error")
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    found = verify_all(archive)
    assert len(found) == len(EDITIONS)
    assert {finding.found for finding in found} == {"cannot be read (Input/output error)"}


def test_what_does_not_belong_is_named(archive: Path) -> None:
    (archive / "notes.txt").write_text("x")
    (archive / SLUG / "notes").mkdir()
    (archive / SLUG / "notes" / "x.txt").write_text("x")
    (archive / ".tmp-left").mkdir()
    found = {finding.place.file: finding for finding in verify_all(archive)}
    assert set(found) == {"archive/notes.txt", f"archive/{SLUG}/notes/x.txt", "archive/.tmp-left"}
    assert found["archive/.tmp-left"].severity.value == "note"
    assert found["archive/notes.txt"].remedy == "Take it out."


def test_only_the_named_editions_are_checked(archive: Path) -> None:
    (archive / SLUG / "2017-10/v1/data/facts.json").unlink()
    ledger = read_ledger(archive)
    assert verify_some(archive, ledger.versions(SLUG, "2017-09")) == ()
    (finding,) = verify_some(archive, ledger.versions(SLUG, "2017-10"))
    assert (finding.place.file, finding.found) == (f"archive/{SLUG}/2017-10/v1/data/facts.json", "is missing")


def test_a_head_written_down_is_still_in_the_chain(archive: Path) -> None:
    entries = read_ledger(archive).entries
    assert verify_head(archive, entries[1].hash.upper()) == entries[1]
    assert verify_head(archive, f" {entries[1].hash[:16]}\n") == entries[1]
    lines = (archive / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    write(archive / "ledger.jsonl", b"".join(lines[:-1]))
    assert verify_head(archive, entries[-1].hash) is None


@pytest.mark.parametrize("head", ["", "abc", "not a head at all"])
def test_a_head_must_look_like_one(archive: Path, head: str) -> None:
    with pytest.raises(UsageFault, match="is not a head"):
        verify_head(archive, head)


@pytest.mark.parametrize(
    ("raw", "line", "what"),
    [
        (b"", 0, "is cut short"),
        (b"\n", 1, "has changed"),
        (b"[]\n", 1, "has changed"),
        (b'{"number": 1, "hash": ""}\n', 1, "has changed"),
        (b"x", 1, "is cut short"),
    ],
)
def test_what_is_no_ledger(raw: bytes, line: int, what: str) -> None:
    fault = parse_ledger(raw).faults[0]
    assert (fault.line, what in fault.what) == (line, True)


def test_a_ledger_whose_fields_are_of_another_kind(archive: Path) -> None:
    raw = (archive / "ledger.jsonl").read_bytes().replace(b'"pages": 3', b'"pages": true')
    assert len(parse_ledger(raw).faults) == len(EDITIONS)
    assert parse_ledger(raw).entries == ()


def test_faults_are_told_line_by_line(archive: Path) -> None:
    lines = (archive / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"first", b"fir5t").replace(b"Children", b"Grown-up")
    assert [(fault.line, fault.what) for fault in parse_ledger(b"".join(lines)).faults] == [
        (2, "has changed since it was written")
    ]
    assert [fault.line for fault in parse_ledger(b"".join(lines[:1] + lines[2:])).faults] == [2, 3]
