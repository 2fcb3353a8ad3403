"""Finding words in what was issued: an SQLite FTS5 index that can be thrown away at any time.

The index is brought up to date from the bags whenever it is asked, made again when it is damaged,
and made in memory when the archive cannot be written to.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from boardpack.archive.ledger import EMPTY, START, UNREADABLE, Entry, parse_ledger
from boardpack.archive.store import INDEX, LEDGER, ArchiveFault, read_kept
from boardpack.errors import UsageFault

T = TypeVar("T")

FORMAT = 4
"""Number of the tables' form; an index of another form is made again."""

ROOM = 1_000_000
"""A passage's row number is its edition's number times this, plus its place: so no table is joined twice."""

TABLES = """
CREATE TABLE made_from (size INTEGER, entries INTEGER, head TEXT, faulty TEXT);
CREATE TABLE editions (
    number INTEGER PRIMARY KEY, hash TEXT, pack TEXT, period TEXT, version INTEGER, current INTEGER
);
CREATE INDEX months ON editions (pack, period);
CREATE VIRTUAL TABLE passages USING fts5(
    section, heading, text, page UNINDEXED, label UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
"""


class SearchPassage(Struct, frozen=True):
    """A stretch of the edition's words that a search can find."""

    section: str
    """Title of its section."""
    heading: str
    """The heading above it; empty when it is the section's own."""
    page: int
    """Counted from 1 with the cover; 0 when it is not known."""
    text: str
    label: str = ""
    """What the page is called: its number as printed, or `Cover`; empty in editions kept without it."""

    @property
    def page_name(self) -> str:
        """What its page is called; editions kept without labels have one cover, which has no number."""
        return self.label or (str(self.page - 1) if self.page > 1 else "Cover" if self.page else "")


def read_passages(archive: Path, entry: Entry) -> list[SearchPassage]:
    """Read the passages in an edition's bag; OSError, ArchiveFault or UNREADABLE when that is damaged."""
    data = read_kept(archive, f"{entry.path}/data/passages.json")
    return msgspec.json.decode(data, type=list[SearchPassage], strict=False)


class Hit(Struct, frozen=True):
    """A passage that was found."""

    pack: str
    period: str
    version: int
    current: bool
    """Whether it is in the latest version of its month."""
    page: int
    """Counted with the cover; 0 when it is not known."""
    section: str
    heading: str
    snippet: str
    """Its words about the ones found, those in square brackets."""
    label: str = ""
    """What the page is called: its number as printed, or `Cover`; empty when it is not known."""


def search(archive: Path, words: str, *, limit: int = 20, all_versions: bool = False) -> tuple[Hit, ...]:
    """Find passages with all of the words, the best first, newer before older among equals.

    Of words that very many passages hold, the newest passages are given, newest first.

    Words in double quotes are found next to each other; the last word may be a beginning (of two letters
    or digits at least). Whatever a person types is safe. `all_versions` looks through superseded versions
    as well.
    UsageFault when there is no word in it.
    """
    match = match_expression(words)
    literals = [word.casefold() for word in words.replace('"', " ").split() if not word.isalnum()]
    order = "literals(text) DESC, " if literals else ""

    def ask(index: sqlite3.Connection) -> tuple[Hit, ...]:
        index.create_function("literals", 1, partial(_count, literals), deterministic=True)
        last = index.execute(TOO_MANY, (match, MANY)).fetchone()
        query = QUERY.format(order=order, rank=NEWEST if last else BEST)
        rows = index.execute(query, (match, last[0] if last else 0, int(not all_versions), limit))
        return tuple(_hit(row) for row in rows)

    return _with_index(archive, ask)


def _hit(row: tuple[str, str, int, int, int, str, str, str, str]) -> Hit:
    pack, period, version, current, page, section, heading, snippet, label = row
    return Hit(pack, period, version, bool(current), page, section, heading, snippet, label)


QUERY = """
SELECT pack, period, version, current, page, section, heading, snippet(passages, 2, '[', ']', '…', 24),
label FROM passages JOIN editions ON editions.number = passages.rowid / 1000000
WHERE passages MATCH ? AND passages.rowid >= ? AND current >= ?
ORDER BY {order}{rank} LIMIT ?
"""
BEST = "rank, period DESC, passages.rowid"
NEWEST = "passages.rowid DESC"
"""`16+` finds what holds 16, and first of all what holds `16+` as it was typed."""


MANY = 1000
"""How many passages are set in order by how well they fit: with more of them a word tells little of any."""

TOO_MANY = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?"
"""The oldest of the newest passages that hold the words, when there are more than `MANY`."""


def _count(literals: Sequence[str], text: str) -> int:
    folded = text.casefold()
    return sum(literal in folded for literal in literals)


def match_expression(words: str) -> str:
    """Write what a person typed as an FTS5 expression: each term quoted, the last a beginning.

    FTS5 takes `O'Brien`, `re-referral`, `16+` and `12%` for syntax unless they are quoted. A term that ends
    with a sign, such as `12%`, is whole; and one letter or digit begins too many words to be of use.
    """
    terms = []
    for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', words):
        text = "".join(ch if ch.isprintable() else " " for ch in phrase or word)
        if any(ch.isalnum() for ch in text):
            terms.append((text, not phrase))
    if not terms:
        raise UsageFault("There is no word to look for: type at least one letter or digit.")
    quoted = [f'"{text}"' for text, _ in terms]
    last, open_ended = terms[-1]
    beginning = open_ended and re.search(r"[^\W_]{2}\*?$", last)
    return " ".join(quoted) + ("*" if beginning else "")


# -------------------------------------------------------------------------------------------- index


def refresh(archive: Path) -> None:
    """Bring the index up to date, so that the first search after an issue is as quick as the next."""
    _with_index(archive, lambda _: None)


def _with_index(archive: Path, ask: Callable[[sqlite3.Connection], T]) -> T:
    """Ask the index on the disk; when it is damaged, a new one; when none can be written, one in memory."""
    file = archive / INDEX
    plain = not file.is_symlink() and (file.is_file() or not file.exists())  # SQLite would wait for a pipe
    for path in (file, file) if plain else ():
        try:
            with closing(_updated(path, archive)) as index:
                return ask(index)
        except sqlite3.Error:
            with contextlib.suppress(OSError):
                path.unlink()
    with closing(_updated(None, archive)) as index:
        return ask(index)


def _updated(path: Path | None, archive: Path) -> sqlite3.Connection:
    """Open an index and bring it up to date, at the cost of what is new to it."""
    with contextlib.ExitStack() as opened:
        index = opened.enter_context(closing(sqlite3.connect(path or ":memory:", timeout=30)))
        if _form(index) != FORMAT or not _is_read_to(archive, _made_from(index)):
            _update(index, archive)
        opened.pop_all()
    return index


class ReadTo(Struct, frozen=True):
    """How far into the ledger an index has read."""

    size: int = 0
    """Bytes."""
    entries: int = 0
    head: str = START
    """The hash of the last entry."""
    faulty: str = ""
    """The SHA-256 of a ledger with faults, from whose end nothing can go on."""


def _is_read_to(archive: Path, read: ReadTo) -> bool:
    """Whether a ledger has this size and this end: an index looks no further, `verify` does."""
    try:
        size = (archive / LEDGER).stat().st_size
    except FileNotFoundError:
        return read == ReadTo()
    if read.faulty:
        return hashlib.sha256(_read_from(archive, 0)).hexdigest() == read.faulty
    return size == read.size and _ends_with(archive, read)


def _ends_with(archive: Path, read: ReadTo) -> bool:
    """Whether the entry that was read last is still where it was."""
    end = _line_end(read.head)
    if not read.size:
        return True
    return read_kept(archive, LEDGER, start=max(0, read.size - len(end)))[: len(end)] == end


def _line_end(head: str) -> bytes:
    return f'"{head}"}}\n'.encode()


def _update(index: sqlite3.Connection, archive: Path) -> None:
    """Put in what the ledger has and the index has not; start again when the index has something else."""
    with index:
        index.execute("BEGIN IMMEDIATE")
        read = _made_from(index) if _form(index) == FORMAT else None
        if read is None or read.faulty or not _put_new(index, archive, read):
            _start_again(index)
            _put_new(index, archive, ReadTo())


def _put_new(index: sqlite3.Connection, archive: Path, read: ReadTo) -> bool:
    """Put in the entries after those that were read; False when the ledger no longer begins with these."""
    if not _ends_with(archive, read):
        return False
    raw = _read_from(archive, read.size)
    raw = raw[: raw.rfind(b"\n") + 1]  # a run may be writing the last line
    ledger = parse_ledger(raw, number=read.entries + 1, previous=read.head) if raw else EMPTY
    if ledger.faults and read.size:
        return False
    sound = zip(ledger.entries, ledger.hashes, strict=True)
    for entry, own in {entry.number: (entry, own) for entry, own in sound}.values():
        _put(index, archive, entry, own)
    head = ledger.hashes[-1] if ledger.hashes else read.head
    faulty = hashlib.sha256(_read_from(archive, 0)).hexdigest() if ledger.faults else ""
    index.execute("DELETE FROM made_from")
    index.execute(
        "INSERT INTO made_from VALUES (?, ?, ?, ?)",
        (read.size + len(raw), read.entries + len(ledger.entries), head, faulty),
    )
    return True


def _read_from(archive: Path, start: int) -> bytes:
    try:
        return read_kept(archive, LEDGER, start=start)
    except FileNotFoundError:
        return b""


def _form(index: sqlite3.Connection) -> int:
    return int(index.execute("PRAGMA user_version").fetchone()[0])


def _made_from(index: sqlite3.Connection) -> ReadTo:
    """Return how far into the ledger the index was last brought up to date."""
    row = index.execute("SELECT size, entries, head, faulty FROM made_from").fetchone()
    return ReadTo(*row) if row else ReadTo()


def _start_again(index: sqlite3.Connection) -> None:
    for table in ("made_from", "editions", "passages"):
        index.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in TABLES.split(";"):
        index.execute(statement)
    index.execute(f"PRAGMA user_version = {FORMAT}")


def _put(index: sqlite3.Connection, archive: Path, entry: Entry, own: str) -> None:
    """Put an edition in as the latest of its month."""
    index.execute("UPDATE editions SET current = 0 WHERE pack = ? AND period = ?", (entry.pack, entry.period))
    index.execute(
        "INSERT INTO editions VALUES (?, ?, ?, ?, ?, 1)",
        (entry.number, own, entry.pack, entry.period, entry.version),
    )
    index.executemany(
        "INSERT INTO passages (rowid, section, heading, text, page, label) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (entry.number * ROOM + place, one.section, one.heading, one.text, one.page, one.page_name)
            for place, one in enumerate(_passages(archive, entry))
        ],
    )


def _passages(archive: Path, entry: Entry) -> list[SearchPassage]:
    """Read a bag's passages; one that cannot be read has none (`verify` is there to say so)."""
    try:
        return read_passages(archive, entry)
    except (OSError, ArchiveFault, *UNREADABLE):
        return []
