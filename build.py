"""`python build.py …` is `boardpack build …`."""

import sys

from boardpack.cli import main

if __name__ == "__main__":
    main(["build", *sys.argv[1:]])
