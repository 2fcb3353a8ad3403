"""Opening a project's files: whole, as text, only regular files inside the project, only so big.

Every byte that is read from a project comes through here. A path that leaves the project folder, a pipe, a
device, a folder in place of a file, a file that cannot be opened, is too big or is not UTF-8 is a finding.
"""

from __future__ import annotations

import html
import os
import re
import stat
import unicodedata
from pathlib import Path, PurePosixPath

from boardpack.errors import BoardpackError
from boardpack.load.findings import FindingLog
from boardpack.model.finding import Place, counted

LIMITS = {
    ".csv": 8_000_000, ".md": 200_000, ".toml": 200_000, ".ttf": 8_000_000,
    ".png": 12_000_000, ".jpg": 12_000_000, ".jpeg": 12_000_000,
}  # fmt: skip
"""Largest size in bytes, by suffix: far above what a pack needs, far below what hurts."""

FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer must not block
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

# Controls, and the marks that turn the direction of writing: they print as nothing or change what is read.
REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufffe\uffff]"
)

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class ReadFault(BoardpackError):  # noqa: N818 - the house's word
    """A file that is not read: what is wrong with it, what was expected and what to do."""

    def __init__(self, rule: str, place: str, found: str, expected: str, remedy: str) -> None:
        super().__init__(f"{place}: {found}; expected {expected}. {remedy}")
        self.rule, self.found, self.expected, self.remedy = rule, found, expected, remedy


def read_file(root: Path, file: str, *, limit: int | None = None, start: int = 0) -> bytes:
    """Read a file below `root`, given with forward slashes: the one door to a project's bytes.

    With `start` so many of its first bytes are left out. Raises FileNotFoundError when it is absent and
    ReadFault for whatever is no ordinary file inside `root` (links resolved) of at most `limit` bytes, by
    default that of its suffix.
    """
    try:
        path = (root / PurePosixPath(file)).resolve()
        inside = path.is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError) as fault:  # RuntimeError: links that go in a circle
        raise _unreadable(file, fault) from fault
    if not inside:
        raise ReadFault(
            "path-outside", file, "a link that leads out of the project folder",
            "a file inside the project", "Put the file itself there in place of the link.",
        )  # fmt: skip
    return _read_resolved(path, file, limit, start)


def read_named_file(path: Path, *, limit: int) -> bytes:
    """Read a file that a person names on the command line, wherever it is; raises as `read_file` does."""
    try:
        return _read_resolved(path.resolve(), str(path), limit)
    except FileNotFoundError:
        raise ReadFault(
            "file-missing", str(path), "no such file", "the file", "Check the name of the file."
        ) from None


def _read_resolved(path: Path, name: str, limit: int | None, start: int = 0) -> bytes:
    try:
        descriptor = os.open(path, FLAGS)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as fault:
        raise _unreadable(name, fault) from fault
    try:
        largest = limit or LIMITS.get(PurePosixPath(name).suffix.lower(), 200_000)
        return _read_open(descriptor, name, largest, start)
    except OSError as fault:
        raise _unreadable(name, fault) from fault
    finally:
        os.close(descriptor)


def _read_open(descriptor: int, name: str, limit: int, start: int) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or a device"
        raise ReadFault(
            "file-kind", name, kind, "an ordinary file", "Put an ordinary file of that name in its place."
        )
    with os.fdopen(descriptor, "rb", closefd=False) as stream:
        stream.seek(start)
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReadFault(
            "too-large", name, f"a file of {max(status.st_size, len(data)):,} bytes",
            f"at most {limit:,} bytes", "Take out what the pack does not need.",
        )  # fmt: skip
    return data


def _unreadable(name: str, fault: Exception) -> ReadFault:
    folder = isinstance(fault, (IsADirectoryError, NotADirectoryError))
    reason = getattr(fault, "strerror", None) or "a path that cannot be followed"
    return ReadFault(
        "file-kind" if folder else "file-unreadable", name, reason.lower(), "a file that can be opened",
        "Check that it is an ordinary file, that you may read it, and that no other program holds it.",
    )  # fmt: skip


def read_bytes(root: Path, file: str, faults: FindingLog, *, required: bool = True) -> bytes | None:
    """Read a file as `read_file` does; None with a finding when it may not be read.

    When it is not `required`, its absence is no finding.
    """
    try:
        return read_file(root, file)
    except FileNotFoundError:
        if required:
            faults.error(
                "file-missing", Place(file), "no such file", "the file", "Add the file, or correct its name."
            )
    except ReadFault as fault:
        faults.error(fault.rule, Place(file), fault.found, fault.expected, fault.remedy)
    return None


def read_text(root: Path, file: str, faults: FindingLog, *, required: bool = True) -> str | None:
    """Read a UTF-8 file, with or without a byte order mark; every line end becomes a newline.

    What a paste leaves behind and nobody sees is dropped (`boardpack.load.files`).
    """
    data = read_bytes(root, file, faults, required=required)
    if data is None:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        _not_utf8(data, fault, file, faults)
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _note_bullets(text, file, faults)
    text = as_pasted(text)
    return text if _clean(text, file, faults) else None


def _note_bullets(text: str, file: str, faults: FindingLog) -> None:
    """Note that bullets of Word's symbol fonts were read as bullets, at the first of them."""
    found = list(PRIVATE_BULLETS.finditer(text))
    if found:
        count = counted(len(found), "character")
        faults.note(
            "word-bullets", Place(file, position(text, found[0].start())[0]),
            f"{count} of Word's symbol fonts (U+{ord(found[0][0]):04X}), which other fonts do not have", "•",
            "Nothing need be done: they are read as bullets.",
        )  # fmt: skip


def _not_utf8(data: bytes, fault: UnicodeDecodeError, file: str, faults: FindingLog) -> None:
    if data.startswith(UTF_16):
        place, found = Place(file, 1), "a file in UTF-16 (“Unicode text”)"
    else:
        before = data[: fault.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        place = Place(file, before.count(b"\n") + 1, column if not file.endswith(".csv") else 0)
        found = f"the byte 0x{data[fault.start]:02X}, which is not UTF-8 (perhaps Windows-1252)"
    how = (
        "in Excel: Save As, “CSV UTF-8 (Comma delimited)”"
        if file.endswith(".csv")
        else "in Save As, “Encoding”"
    )
    faults.error("not-utf8", place, found, "a file in UTF-8", f"Save it again as UTF-8; {how}.")


def _clean(text: str, file: str, faults: FindingLog) -> bool:
    found = REFUSED.search(text)
    if found is None:
        return True
    line, column = position(text, found.start())
    faults.error(
        "character-refused",
        Place(file, line, 0 if file.endswith(".csv") else column),
        f"the character {character_name(found[0])}",
        "text without control, private-use or direction-changing characters",
        "Delete that character (it may not show); retype the words round it.",
    )
    return False


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a character, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def place_at(text: str, offset: int, place: Place) -> Place:
    """The place of a character of a text whose first line is `place.line`."""
    line, column = position(text, offset)
    return Place(place.file, max(place.line, 1) + line - 1, column)


def character_name(mark: str) -> str:
    """`U+0175 LATIN SMALL LETTER W WITH CIRCUMFLEX`."""
    return f"U+{ord(mark):04X} {unicodedata.name(mark, 'without a name')}"


INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
"""Soft hyphens, zero-width blanks and joiners, marks of direction: they print as nothing, or as a hyphen in
mid-line, and part a word for search and speech. No brand's fonts join letters, so the joiners go too."""

PRIVATE_BULLETS = re.compile("[\uf0b7\uf0a7\uf0d8\uf076\uf06e]")
"""Bullets of Word's symbol fonts, which lie in Unicode's private use."""

_NAMED = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def as_pasted(text: str) -> str:
    """Drop what is invisible and read Word's own bullets as bullets; lines stay where they are."""
    return PRIVATE_BULLETS.sub("•", INVISIBLE.sub("", text))


def named_letters(text: str) -> str:
    """Put letters and signs in place of their HTML names, but for those that Markdown may take for marks."""
    return _NAMED.sub(lambda name: _letter(name[0], ascii_too=False), text)


def named_characters(text: str) -> str:
    """Put characters in place of all their HTML names: `&amp;`, `&nbsp;`, `&#163;`."""
    return _NAMED.sub(lambda name: _letter(name[0], ascii_too=True), text)


def _letter(name: str, *, ascii_too: bool) -> str:
    """What an HTML name stands for; itself where that is nothing that can be printed."""
    letter = html.unescape(name)
    if letter in (name, "\ufffd") or (letter.isascii() and not ascii_too):
        return name
    if not INVISIBLE.sub("", letter):
        return ""
    is_shown = all(mark.isprintable() or mark in NO_BREAK for mark in letter)
    return letter if is_shown and not any("\ue000" <= mark <= "\uf8ff" for mark in letter) else name


NO_BREAK = "\u00a0\u2009\u202f\u2002\u2003"
"""Blanks that are printed, although Python does not call them printable."""
