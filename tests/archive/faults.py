"""Effects that go wrong on purpose, and a disk that forgets what was not synced when the power goes."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from boardpack.archive.store import MODE, ArchiveFault, Effects


class Stopped(BaseException):
    """The process is gone; nothing of the program's own may catch it."""


class Counting(Effects):
    """Effects that count every call and let a subclass act before, during and after it."""

    def __init__(self) -> None:
        self.calls = 0

    @contextlib.contextmanager
    def around(self, name: str, path: Path) -> Iterator[None]:  # noqa: ARG002 - for subclasses
        self.calls += 1
        yield

    def make_folder(self, path: Path) -> None:
        with self.around("make_folder", path):
            super().make_folder(path)

    def create(self, path: Path, mode: int = MODE) -> int:
        with self.around("create", path):
            return super().create(path, mode)

    def open_to_append(self, path: Path) -> int:
        with self.around("open_to_append", path):
            return super().open_to_append(path)

    def write(self, descriptor: int, path: Path, data: bytes) -> None:
        half = len(data) // 2
        super().write(descriptor, path, data[:half])
        with self.around("write", path):
            super().write(descriptor, path, data[half:])

    def sync(self, descriptor: int, path: Path) -> None:
        with self.around("sync", path):
            super().sync(descriptor, path)

    def rename(self, source: Path, target: Path) -> None:
        with self.around("rename", source):
            super().rename(source, target)

    def remove_file(self, path: Path) -> None:
        with self.around("remove_file", path):
            super().remove_file(path)

    def remove_folder(self, path: Path) -> None:
        with self.around("remove_folder", path):
            super().remove_folder(path)


def count_effects(run: Callable[[Effects], object]) -> int:
    """Count the effects of a run that nothing goes wrong in."""
    effects = Counting()
    run(effects)
    return effects.calls


class Killed(Counting):
    """Kills its own process with SIGKILL at one call: before it (a write half done) or after it."""

    def __init__(self, at: int, *, after: bool) -> None:
        super().__init__()
        self.at, self.after = at, after

    @contextlib.contextmanager
    def around(self, name: str, path: Path) -> Iterator[None]:  # noqa: ARG002 - for subclasses
        self.calls += 1
        if self.calls == self.at and not self.after:
            os.kill(os.getpid(), signal.SIGKILL)
        yield
        if self.calls == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


class Failing(Counting):
    """Fails one call, or from it on all of a kind, with an error of the operating system."""

    def __init__(self, at: int, code: int, *, lasting: bool = False) -> None:
        super().__init__()
        self.at, self.code, self.lasting = at, code, lasting

    @contextlib.contextmanager
    def around(self, name: str, path: Path) -> Iterator[None]:
        self.calls += 1
        broken = self.calls == self.at or (self.lasting and self.calls > self.at and "remove" not in name)
        if broken:
            raise OSError(self.code, os.strerror(self.code), str(path))
        yield


ERRORS = (errno.ENOSPC, errno.EIO)


def in_child(run: Callable[[], object]) -> int:
    """Run in a child process; return the signal that ended it (0 when it came to its end)."""
    child = os.fork()
    if child == 0:
        try:
            run()
        except ArchiveFault:
            os._exit(3)
        except BaseException:  # noqa: BLE001 - whatever it is, the parent must see it
            os._exit(70)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status)
    assert os.WEXITSTATUS(status) in {0, 3}, f"the child left with {os.WEXITSTATUS(status)}"
    return 0


# ------------------------------------------------------------------------------------ loss of power


@dataclass
class File:
    """A file as the running system sees it, and as the disk holds it."""

    seen: bytes = b""
    held: bytes = b""


@dataclass
class Folder:
    """A folder as the running system sees it, as the disk holds it, and the changes between."""

    seen: dict[str, Node] = field(default_factory=dict)
    held: dict[str, Node] = field(default_factory=dict)
    waiting: list[tuple[str, Node | None]] = field(default_factory=list)

    def change(self, name: str, node: Node | None) -> None:
        if node is None:
            self.seen.pop(name)
        else:
            self.seen[name] = node
        self.waiting.append((name, node))


Node = File | Folder
Event = tuple[str, str, bytes | str]


def read_tree(path: Path) -> Folder:
    """Return a folder that has been wholly seen to the disk."""
    folder = Folder()
    for child in path.iterdir():
        node: Node = read_tree(child) if child.is_dir() else File(child.read_bytes(), child.read_bytes())
        folder.seen[child.name] = folder.held[child.name] = node
    return folder


def play(root: Folder, events: list[Event]) -> None:
    """Let the events of a run happen to a tree."""
    for name, path, more in events:
        *parents, last = path.split("/")
        folder = _folder(root, parents)
        node = folder.seen.get(last) if last else folder
        match name:
            case "make_folder":
                folder.change(last, Folder())
            case "create":
                folder.change(last, File())
            case "open_to_append" if node is None:
                folder.change(last, File())
            case "open_to_append":
                pass
            case "write":
                assert isinstance(node, File)
                assert isinstance(more, bytes)
                node.seen += more
            case "sync" if isinstance(node, File):
                node.held = node.seen
            case "sync":
                assert isinstance(node, Folder)
                node.held, node.waiting = dict(node.seen), []
            case "rename":
                assert node is not None
                assert isinstance(more, str)
                *others, target = more.split("/")
                folder.change(last, None)
                _folder(root, others).change(target, node)
            case "remove_file" | "remove_folder":
                folder.change(last, None)
            case _:
                raise AssertionError(name)


def _folder(root: Folder, parts: list[str]) -> Folder:
    for part in parts:
        child = root.seen[part]
        assert isinstance(child, Folder)
        root = child
    return root


def lose_power(node: Folder, target: Path, dice: random.Random, keep: float) -> None:
    """Write out what is found after a loss of power: each change not synced stays with chance `keep`.

    A file whose bytes were not synced may be whole, cut short, full of zeros, or as it was before; of one
    that was written to at its end, only what was added is in doubt.
    """
    target.mkdir()
    entries = dict(node.held)
    for name, child in node.waiting:
        if dice.random() < keep:
            if child is None:
                entries.pop(name, None)
            else:
                entries[name] = child
    for name, child in entries.items():
        if isinstance(child, Folder):
            lose_power(child, target / name, dice, keep)
        else:
            (target / name).write_bytes(_after(child, dice, keep))


def _after(file: File, dice: random.Random, keep: float) -> bytes:
    if file.seen == file.held or dice.random() < keep / 2:
        return file.seen
    added = len(file.seen) - len(file.held)
    return file.held + dice.choice(
        (b"", file.seen[len(file.held) :][: dice.randrange(added or 1)], bytes(added))
    )


class Noting(Counting):
    """Notes every effect down for `play`; may stop the run at one call, and leave some syncs out."""

    def __init__(
        self, root: Path, *, stop_at: int = 0, leave_out: Callable[[Path], bool] | None = None
    ) -> None:
        super().__init__()
        self.root, self.stop_at, self.leave_out = root, stop_at, leave_out
        self.events: list[Event] = []

    @contextlib.contextmanager
    def around(self, name: str, path: Path) -> Iterator[None]:
        self.calls += 1
        if self.calls == self.stop_at:
            raise Stopped
        yield
        left_out = name == "sync" and self.leave_out is not None and self.leave_out(path)
        if name not in {"write", "rename"} and not left_out:
            self._note(name, path)

    def _note(self, name: str, path: Path, more: bytes | str = b"") -> None:
        place = path.relative_to(self.root).as_posix()
        self.events.append((name, "" if place == "." else place, more))

    def write(self, descriptor: int, path: Path, data: bytes) -> None:
        super().write(descriptor, path, data)
        self._note("write", path, data)

    def rename(self, source: Path, target: Path) -> None:
        super().rename(source, target)
        self._note("rename", source, target.relative_to(self.root).as_posix())
