"""The same input gives the same bytes wherever, whenever and under whatever settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
SCRIPT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from tests.pdf.files import FILES
for name in sys.argv[2:]:
    print(name, hashlib.sha256(FILES[name]().data).hexdigest())
"""
NAMES = ("sample-with-data", "awkward", "october-2017", "small-with-data")
PLACES: dict[str, dict[str, str]] = {
    "one": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    "another/ö": {
        "PYTHONHASHSEED": "4242",
        "TZ": "America/St_Johns",
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "1",
    },
}


def hashes(folder: Path, settings: dict[str, str]) -> str:
    """The name and SHA-256 of each file, made by another process in a folder of its own."""
    folder.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(HERE.parents[1]), *NAMES],
        cwd=folder,
        env={**os.environ, "MPLCONFIGDIR": str(folder), **settings},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return done.stdout


def test_the_same_bytes_in_other_folders_zones_locales_and_hash_seeds(tmp_path: Path) -> None:
    found = {hashes(tmp_path / name, settings) for name, settings in PLACES.items()}
    assert len(found) == 1
    assert found.pop().count("\n") == len(NAMES)


def test_failing_to_make_a_file_is_seen(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        hashes(tmp_path / "bad", {"PYTHONHASHSEED": "none"})
