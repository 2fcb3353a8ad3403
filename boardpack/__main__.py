"""`python -m boardpack` is the command line."""

from boardpack.cli import main

main()
