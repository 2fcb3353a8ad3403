"""`python build.py …` is `boardpack build …`."""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # this folder is a project's: its files are data and are never imported by name

from pathlib import Path
from runpy import run_path

program = run_path(str(Path(__file__).with_name("boardpack") / "__main__.py"), run_name="boardpack by path")[
    "program"
]

if __name__ == "__main__":
    program(["build", *sys.argv[1:]])
