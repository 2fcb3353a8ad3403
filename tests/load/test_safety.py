"""Nothing outside the project is opened, and nothing is started or fetched, whatever its files say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.projects import FILES, write_project

# An audit hook cannot be taken away again, so it watches a process of its own.
WATCHED = """
import sys
from pathlib import Path
from boardpack.load import csv_table, theme  # what reading needs is there before watching begins
from boardpack.load.project import Project
from boardpack.load.loader import load

root = Path(sys.argv[1])
opened, other = [], []
busy = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.spawn", "urllib.")

def watch(event, arguments):
    if event == "open" and not isinstance(arguments[0], int):  # a number is a file that is open already
        opened.append(str(arguments[0]))
    elif event.startswith(busy):
        other.append(event)

def read():
    load(Project(root))
    theme.read_theme(root / "styles", "town")

read()  # once before, so that what is imported late is there
sys.addaudithook(watch)
read()
print("inside:", sum(name.startswith(str(root)) for name in opened))
print("outside:", sorted({name for name in opened if not name.startswith(str(root))}), other)
"""


def test_reading_opens_nothing_outside_the_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (tmp_path / "secret.md").write_text("# Next Steps\n\nsecret\n")
    project = write_project(
        root,
        {
            "narratives/2017-10/workforce.md": "# Next Steps\n\n![x](../../../secret.md)\n"
            "<img src='/etc/passwd'> [x](file:///etc/passwd) <iframe src='https://example.org'>\n",
            "narratives/2017-10/care-plans.md": None,
            "data/pack.toml": FILES["data/pack.toml"].replace('"default"', '"../../secret"'),
            "styles/town/theme.toml": 'base = "../.."\n[fonts]\nregular = "/etc/passwd"\n',
        },
    )
    (root / "narratives/2017-10/care-plans.md").symlink_to(tmp_path / "secret.md")
    (root / "data/values-2016-17.csv").symlink_to("/etc/passwd")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(project.root.resolve())],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [f"inside: {OPENED}", "outside: [] []"]


OPENED = len([file for file in FILES if file != "narratives/2017-10/care-plans.md"]) + 9
"""Each file once, the theme twice, pack.toml once more; six optional files of data in vain."""
