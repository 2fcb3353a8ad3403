"""`python build.py …` is `boardpack build …`."""

import sys

from boardpack.cli import program

if __name__ == "__main__":
    program(["build", *sys.argv[1:]])
