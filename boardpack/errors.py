"""What stops a command, and the exit code it leaves with.

Wrong input is a Finding and not an error. A BoardpackError is raised only when nothing can go on;
its message is written for the analyst: what is wrong, why it matters, what to do. It never quotes
narrative. To add a kind of fault that needs an exit code of its own, subclass here.
"""


class BoardpackError(Exception):
    """Nothing can go on; the message says what to do about it."""

    exit_code = 3


class PackHasErrors(BoardpackError):  # noqa: N818 - it is a state of the pack, not a fault of the program
    """The pack has findings of error level, so it is not printed, issued or sent."""

    exit_code = 1


class UsageFault(BoardpackError):  # noqa: N818 - the field's word
    """The command was asked for something that does not exist, such as an unknown month."""

    exit_code = 2


class ProgrammingError(Exception):
    """A promise inside boardpack is broken (for example text drawn outside the structure)."""
