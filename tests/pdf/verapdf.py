"""veraPDF, the reference validator of PDF/A and PDF/UA, run once over many files.

It is fetched by its Maven coordinates: `python tests/pdf/verapdf.py` does it, and so does the suite
where CI is set. Elsewhere the suite never touches the network, and skips, saying why, where Java or
the jar is missing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

VERSION = "1.28.2"
COORDINATES = f"org.verapdf.apps:greenfield-apps:{VERSION}"
JAR = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    / "boardpack"
    / f"greenfield-apps-{VERSION}.jar"
)
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
SHORT_LIVED = (
    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
    "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote",
)  # fmt: skip
"""Settings of Java for a run of seconds: half the time."""
PDFA2 = "PDF/A-2A validation profile"
PDFA3 = "PDF/A-3A validation profile"
PDFUA = "PDF/UA-1 validation profile"


class Verdict(NamedTuple):
    """What veraPDF says of a file."""

    profiles: frozenset[str]
    """The standards that the file claims and was held to."""
    failures: tuple[str, ...]
    """Each failed rule, with how often."""


def required() -> bool:
    """Whether a missing validator is a failure and not a skip."""
    return bool(os.environ.get("CI"))


def lacking() -> str:
    """Say why veraPDF cannot run, or nothing."""
    if shutil.which("java") is None:
        return "veraPDF needs Java, which is not installed"
    if required() and not JAR.exists():
        fetch()
    if not JAR.exists():
        return f"veraPDF {VERSION} is not in the cache; `python tests/pdf/verapdf.py` fetches it"
    return ""


def fetch() -> None:
    """Copy veraPDF into the user's cache by its Maven coordinates, unless it is there."""
    maven = shutil.which("mvn")
    if JAR.exists() or maven is None:
        return
    JAR.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            maven,
            "-q",
            "-B",
            "dependency:copy",
            f"-Dartifact={COORDINATES}",
            f"-DoutputDirectory={JAR.parent}",
        ],
        cwd=JAR.parent,
        check=False,
        timeout=600,
    )


def validate(files: Mapping[str, bytes], folder: Path) -> dict[str, Verdict]:
    """Hold each file to every standard that its metadata claims; one Java machine for all."""
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    java = shutil.which("java") or "java"
    paths = [str(folder / f"{name}.pdf") for name in files]
    done = subprocess.run(
        [java, *SHORT_LIVED, "-cp", str(JAR), MAIN, "--format", "json", "--loglevel", "0", *paths],
        capture_output=True,
        check=False,
        timeout=600,
    )
    jobs = json.loads(done.stdout)["report"]["jobs"]
    return {Path(job["itemDetails"]["name"]).stem: _verdict(job) for job in jobs}


def _verdict(job: Mapping[str, object]) -> Verdict:
    results = job.get("validationResult")
    if not isinstance(results, list):
        return Verdict(frozenset(), (f"not read: {job.get('taskException')}",))
    failures = [
        f"{result['profileName'].split()[0]} {rule['clause']}-{rule['testNumber']}"
        f" ×{rule['failedChecks']}: {rule['description']}"
        for result in results
        for rule in result["details"]["ruleSummaries"]
    ]
    return Verdict(frozenset(result["profileName"] for result in results), tuple(failures))


if __name__ == "__main__":
    fetch()
    sys.exit(lacking())
