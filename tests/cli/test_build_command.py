"""`boardpack build` as a person runs it: where the pack goes, what stops it, what is said, the exit codes."""

# ruff: noqa: E501 - a case is a line of a table

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from tests.support.commands import Said, boardpack, tree
from tests.support.projects import BRANDS, REPOSITORY, SMALL, change, copy_project

NAME = "2024-03-llyfrgelloedd-a-strydoedd-libraries-and-streets.pdf"
EARLIER = b"%PDF of last week"

PACK = "data/pack.toml"
INDICATORS = "data/indicators.csv"
TARGETS = "data/targets.csv"
VALUES = "data/values-2023-24.csv"
ACTIONS = "data/actions-2024-03.csv"
MONTH = "narratives/2024-03/month.toml"
STREETS = "narratives/2024-03/streets.md"
THERE = f"brands there: {', '.join(BRANDS)}"
LOGO = "styles/harbour/logo.png"
FONT = "styles/harbour/fonts/Lato-Regular.ttf"

Fault = Callable[[Path], object]


def gone(file: str) -> Fault:
    return lambda root: (root / file).unlink()


def swapped(file: str, old: str, new: str) -> Fault:
    return lambda root: change(root, file, old, new)


def ended(file: str, more: str | bytes) -> Fault:
    def change(root: Path) -> None:
        with (root / file).open("ab") as stream:
            stream.write(more.encode() if isinstance(more, str) else more)

    return change


def cut(file: str, size: int) -> Fault:
    return lambda root: (root / file).write_bytes((root / file).read_bytes()[:size])


@dataclass(frozen=True)
class Case:
    """What is broken; the beginning of the line that must be said of it, and words of its remedy."""

    fault: Fault
    said: str
    remedy: str
    draft: bool = False
    """Whether `--draft` prints over it."""


CASES: Mapping[str, Case] = {
    "a missing table": Case(gone(INDICATORS), f"{INDICATORS}: error file-missing: ", "Add the file"),
    "a missing pack.toml": Case(gone(PACK), f"{PACK}: error file-missing: ", "Add the file"),
    "a missing column": Case(
        swapped(INDICATORS, ",polarity,", ",colour,"), f"{INDICATORS}:1: error column-missing: ", "polarity"
    ),
    "an unknown reference": Case(
        swapped(TARGETS, "ST 2,", "ST 22,"), f"{TARGETS}:6:1: error ref-unknown: ", "ST 22", draft=True
    ),
    "a repeated reference": Case(
        swapped(INDICATORS, "ST 2,5", "st1,5"), f"{INDICATORS}:6:1: error ref-repeated: ", "", draft=True
    ),
    "no number": Case(
        swapped(VALUES, "67.2%", "67.2O%"), f"{VALUES}:12:8: error value-not-number: ", "", draft=True
    ),
    "a month outside the year": Case(
        swapped(VALUES, "Oct 2023", "Oct 2022"), f"{VALUES}:1:3: error month-outside-year: ", "", draft=True
    ),
    "an unknown status": Case(
        swapped(VALUES, "3.9,3.8", "mislaid,3.8"), f"{VALUES}:6:3: error status-unknown: ", "", draft=True
    ),
    "an unknown status of an action": Case(
        swapped(ACTIONS, "in progress", "on track"), f"{ACTIONS}:2:5: error status-unknown: ", "", draft=True
    ),
    "commentary for no table": Case(
        lambda root: (root / STREETS).with_name("parks.md").write_text("# Next Steps\n"),
        "narratives/2024-03/parks.md: error narrative-unknown: ", "data/sections.csv", draft=True,
    ),
    "missing commentary": Case(
        gone(STREETS), f"{STREETS}: error narrative-missing: ", "Add the file", draft=True
    ),
    "an emoji": Case(ended(STREETS, "\nWell done 🎉\n"), f"{STREETS}:11:11: error glyph-missing: ", "U+1F389"),
    "Arabic": Case(swapped(ACTIONS, "a second", "شكرا"), f"{ACTIONS}:2: error glyph-missing: ", "fuller fonts"),
    "a logo cut short": Case(cut(LOGO, 300), "styles/harbour/theme.toml:", "Save the logo again"),
    "a logo that is text": Case(
        lambda root: (root / LOGO).write_text("logo"), "styles/harbour/theme.toml:", "Save the logo again"
    ),
    "no logo": Case(gone(LOGO), f"{LOGO}: error file-missing: ", "Add the file"),
    "a font cut short": Case(cut(FONT, 3000), "styles/harbour/theme.toml:", "Put a whole font file"),
    "TOML that does not parse": Case(
        ended(PACK, "\ntitle = \n"), f"{PACK}:14:9: error toml-syntax: ", "Correct that line"
    ),
    "month.toml that does not parse": Case(
        ended(MONTH, "\nmore ==\n"), f"{MONTH}:8:7: error toml-syntax: ", "Correct that line", draft=True
    ),
    "Windows-1252": Case(
        ended(STREETS, b"\ncaf\xe9\n"), f"{STREETS}:11:4: error not-utf8: ", "Save it again as UTF-8", draft=True
    ),
    "raw HTML": Case(
        ended(STREETS, "\n<script>x</script>\n"), f"{STREETS}:11:1: error raw-html: ", "", draft=True
    ),
}  # fmt: skip


def built(root: Path, *arguments: str) -> Said:
    return boardpack("build", *arguments, project=root)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_bad_input_is_told_with_its_place_and_no_pack_is_written(small_pack: Path, case: Case) -> None:
    (small_pack / "out").mkdir()
    (small_pack / "out" / NAME).write_bytes(EARLIER)
    case.fault(small_pack)
    said = built(small_pack)
    assert said.code == 1
    assert said.out == ""
    (line,) = [line for line in said.err.splitlines() if line.startswith(case.said)][:1] or [said.err]
    assert line.startswith(case.said)
    assert case.remedy in line
    assert "expected" in line
    assert "March 2024 is not printed" in said.err.splitlines()[-1]
    assert tree(small_pack / "out") == {NAME: EARLIER}
    checked = boardpack("check", "--errors", project=small_pack)
    assert checked.code == 1
    assert checked.out.splitlines()[:-1] == said.err.splitlines()[:-2], "check says what stops a build"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_draft_is_printed_over_errors_where_a_pack_can_be_made(small_pack: Path, case: Case) -> None:
    case.fault(small_pack)
    said = built(small_pack, "--draft")
    assert said.code == (0 if case.draft else 1)
    if case.draft:
        assert Path(said.out.strip()).name == NAME.replace(".pdf", "-draft.pdf")
    else:
        assert "not even as a draft" in said.err.splitlines()[-1]
        assert not (small_pack / "out").exists()


def test_a_waiver_is_offered_only_where_it_helps(small_pack: Path) -> None:
    swapped(INDICATORS, "BIB,percent,1,month,PRI", "SIB,percent,1,month,PRI")(small_pack)
    assert "or waive them with a reason in narratives/2024-03/waivers.toml" in built(small_pack).err
    (small_pack / LOGO).unlink()
    assert "waive them" not in built(small_pack).err


def test_every_page_of_a_draft_says_so_and_none_of_a_pack(small_pack: Path) -> None:
    for words, marked in (((), False), (("--draft",), True)):
        said = built(small_pack, *words)
        pages = pypdf.PdfReader(BytesIO(Path(said.out.strip()).read_bytes())).pages
        assert [("DRAFT" in page.extract_text()) for page in pages] == [marked] * len(pages)
    assert sorted(tree(small_pack / "out")) == [NAME.replace(".pdf", "-draft.pdf"), NAME]


@pytest.mark.parametrize("month", ["2024-03", "Mar-24", "March 2024", "mar 2024"])
def test_a_month_may_be_written_as_people_write_it(small_pack: Path, month: str) -> None:
    said = boardpack("check", month, project=small_pack)
    assert (said.code, "no month" in said.err) == (0, False)


def test_a_month_is_built_and_its_path_printed(small_pack: Path) -> None:
    said = built(small_pack, "Mar-24")
    assert (said.code, said.out.strip()) == (0, str(small_pack / "out" / NAME))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("2024-13",), "'2024-13' is no month; write it like 2017-10"),
        (("Octember",), "'Octember' is no month"),
        (("2024-02",), "months there: 2024-03"),
        (("--brand", "nope"), THERE),
        (("--brand", "../harbour"), THERE),
        (("--brand", "base"), THERE),
        (("--bind",), "No such option"),
        (("2024-03", "2024-02"), "unexpected extra argument"),
    ],
)
def test_what_does_not_exist_is_refused_with_2(small_pack: Path, words: tuple[str, ...], told: str) -> None:
    said = built(small_pack, *words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert not (small_pack / "out").exists()


def test_a_folder_that_is_no_project_is_refused_with_2(tmp_path: Path) -> None:
    assert "a project is a folder with data/" in boardpack("build", project=tmp_path).err
    assert boardpack("build", project=tmp_path).code == 2
    assert boardpack("build", project=tmp_path / "none").code == 2


def test_brand_and_folder_may_be_chosen(small_pack: Path, tmp_path: Path) -> None:
    own = Path(built(small_pack).out.strip()).read_bytes()
    said = built(small_pack, "--brand", "civic", "--out", str(tmp_path / "elsewhere" / "deep"))
    path = tmp_path / "elsewhere" / "deep" / NAME
    assert said.out.splitlines()[-1] == str(path)
    assert path.read_bytes() != own
    texts = [names for page in pypdf.PdfReader(path).pages for names in page_fonts(page)]
    assert texts
    assert all("IBMPlexSans" in name for name in texts)


def page_fonts(page: pypdf.PageObject) -> list[str]:
    """The names of the fonts that a page uses."""
    names: list[str] = []
    page.extract_text(visitor_text=lambda *found: names.append(str((found[3] or {}).get("/BaseFont", ""))))
    return [name for name in names if name]


# --------------------------------------------------------------------------- what the machine does


def test_a_place_that_cannot_be_written_is_a_fault_of_the_machine(small_pack: Path) -> None:
    (small_pack / "out").write_text("not a folder")
    said = built(small_pack)
    assert (said.code, said.out) == (3, "")
    assert "is no folder" in said.err
    (small_pack / "out").unlink()
    (small_pack / "out" / NAME).mkdir(parents=True)
    said = built(small_pack)
    assert (said.code, said.out) == (3, "")
    assert "is a folder where a file is to be written" in said.err
    assert list((small_pack / "out").iterdir()) == [small_pack / "out" / NAME]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(small_pack: Path) -> None:
    (small_pack / "out").mkdir(mode=0o555)
    said = built(small_pack)
    assert (said.code, said.out) == (3, "")
    assert "Permission denied" in said.err


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
def test_a_write_that_fails_leaves_the_earlier_file(
    small_pack: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    (small_pack / "out").mkdir()
    (small_pack / "out" / NAME).write_bytes(EARLIER)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(call, full)
    said = built(small_pack)
    assert (said.code, said.out) == (3, "")
    assert "No space left on device" in said.err
    assert "Traceback" not in said.err
    assert tree(small_pack / "out") == {NAME: EARLIER}


def test_a_build_that_is_interrupted_leaves_the_earlier_file(
    small_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small_pack / "out").mkdir()
    (small_pack / "out" / NAME).write_bytes(EARLIER)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", stopped)
    said = built(small_pack)
    assert (said.code, said.out, said.err.splitlines()[-1]) == (130, "", "Stopped.")
    assert tree(small_pack / "out") == {NAME: EARLIER}


# ------------------------------------------------------------------------------ as its own process


def process(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
        capture_output=True,
        check=False,
    )


def test_a_console_without_the_letters_is_no_reason_to_stop(tmp_path: Path) -> None:
    root = copy_project(SMALL, tmp_path / "pŵl")
    words = ("-m", "boardpack", "build", "--project", str(root))
    done = process(*words, cwd=tmp_path, PYTHONIOENCODING="cp1252")
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0)
    assert b"p\\u0175l" in done.stdout


def test_a_fault_in_the_program_is_a_line_and_with_debug_a_traceback(tmp_path: Path) -> None:
    breaking = "import boardpack.cli.options as o; o.settle_period = lambda *_: 1 / 0; "
    run = "from boardpack.cli import program; program(['build', '--project', '{}'{}])"
    root = copy_project(SMALL, tmp_path / "small")
    done = process("-c", breaking + run.format(root, ""), cwd=tmp_path)
    assert (done.returncode, b"Traceback" in done.stderr) == (3, False)
    assert done.stderr.startswith(
        b"boardpack: a fault in the program, not in your files: ZeroDivisionError ("
    )
    done = process("-c", breaking + run.format(root, ", '--debug'"), cwd=tmp_path)
    assert b"Traceback" in done.stderr
