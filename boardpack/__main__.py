"""`python -m boardpack` is the command line."""

from boardpack.cli import program

if __name__ == "__main__":  # worker processes import this module too
    program()
