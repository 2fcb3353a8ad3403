"""axe-core and the Nu Html Checker, from the npm registry by version and digest, kept in the user's cache.

`python -m tests.html.npm_tools` fetches them, and so does the suite where CI is set. Elsewhere the suite
never touches the network, and skips, saying why, where npm, Java, Chromium or a file is missing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

CACHE = Path(os.environ.get("BOARDPACK_TOOLS") or Path.home() / ".cache") / "boardpack"


class NpmFile(NamedTuple):
    """A file of an npm package."""

    package: str
    version: str
    sha256: str
    """Of the package's archive."""
    member: str
    needs: str
    """The program that runs it."""

    @property
    def place(self) -> Path:
        """Where it is kept."""
        return CACHE / f"{self.package}-{self.version}{Path(self.member).suffix}"


AXE = NpmFile(
    "axe-core", "4.14.1", "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
    "package/axe.min.js", "chromium",
)  # fmt: skip
NU = NpmFile(
    "vnu-jar", "26.9.27", "5970d3ffca91a627cf0965e5d91bb2e4242307c29292998de0b419d6a901b2b7",
    "package/build/dist/vnu.jar", "java",
)  # fmt: skip


def lacking(tool: NpmFile) -> str:
    """Say why a tool cannot run, or nothing; in CI it is fetched first."""
    if shutil.which(tool.needs) is None:
        return f"{tool.package} needs {tool.needs}, which is not installed"
    if os.environ.get("CI") and not tool.place.exists():
        fetch(tool)
    if not tool.place.exists():
        return (
            f"{tool.package} {tool.version} is not in the cache; `python -m tests.html.npm_tools` fetches it"
        )
    return ""


def fetch(tool: NpmFile) -> None:
    """Put a tool into the cache, unless npm is missing or the archive is not the one that was pinned."""
    npm = shutil.which("npm")
    if npm is None or tool.place.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        name = f"{tool.package}@{tool.version}"
        done = subprocess.run([npm, "pack", name, "--silent"], cwd=folder, check=False, timeout=300)
        archives = list(Path(folder).glob("*.tgz"))
        if done.returncode or not archives:
            return
        if hashlib.sha256(archives[0].read_bytes()).hexdigest() != tool.sha256:
            raise ValueError(f"{name} is not the archive that was pinned")
        with tarfile.open(archives[0]) as archive:
            member = archive.extractfile(tool.member)
            if member is not None:
                tool.place.parent.mkdir(parents=True, exist_ok=True)
                tool.place.write_bytes(member.read())


if __name__ == "__main__":
    for each in (AXE, NU):
        fetch(each)
