"""What a search, a copy and a screen reader get out of the pages: whole words in plain letters."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tests.pdf.files import FILES

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is missing")

PACKS = ("october-2017", "small", "stress")


def extracted(name: str, folder: Path) -> str:
    """The text of a file as a reader's program takes it out."""
    (folder / "file.pdf").write_bytes(FILES[name]().data)
    command = ["pdftotext", "-enc", "UTF-8", "file.pdf", "-"]
    done = subprocess.run(command, cwd=folder, check=True, timeout=60, capture_output=True)
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("name", PACKS)
def test_no_letter_is_lost_or_glued(name: str, tmp_path: Path) -> None:
    text = extracted(name, tmp_path)
    assert "\u00ad" not in text, "a soft hyphen"
    assert "\ufffd" not in text, "a letter without its Unicode"
    assert not re.search("[\ufb00-\ufb06]", text), "a ligature that a search would miss"
    assert not [c for c in text if unicodedata.category(c) == "Co"], "a letter of private use"
    assert not re.search(r"\w-\n[a-z]", text.replace("month-\n", "")), "a hyphen put in at a line's end"


@pytest.mark.parametrize(
    "words", ["Cyngor Sir Glan-y-Dŵr", "Pwyllgor Craffu", "Tŷ Dysgu", "Ynys Ŵydd", "Pont Ŵyl", "Pen yr Hŷdd"]
)
def test_welsh_words_are_found(words: str, tmp_path: Path) -> None:
    text = unicodedata.normalize("NFC", " ".join(extracted("small", tmp_path).split()))
    assert words in text
