"""`python -m boardpack` is the command line, and so is the installed command.

People run it in a project's folder, where every file is data: `numpy.py` there is somebody's note and no
module. So before anything is imported the current folder is taken off Python's path, and the program's
own modules are found beside this file, whatever is called `boardpack` elsewhere. What Python itself
imports before this line (`python -m` puts the current folder first for that while) only `python -P`
can shut out.
"""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]
    __spec__ = None  # worker processes then find this file by its path and search no folder for it

import os
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path


def leave_current_folder() -> None:
    """Take the current folder off Python's path, where an empty entry of PYTHONPATH may have put it."""
    here = Path.cwd()
    if here not in Path(os.__file__).parents and "site-packages" not in here.parts:
        sys.path[:] = [entry for entry in sys.path if entry and Path(entry).absolute() != here]


def load_package() -> None:
    """Import `boardpack` from the folder that this file lies in."""
    if "boardpack" in sys.modules:
        return
    spec = PathFinder.find_spec("boardpack", [str(Path(__file__).parents[1])])
    if spec is None or spec.loader is None:
        return
    module = sys.modules["boardpack"] = module_from_spec(spec)
    spec.loader.exec_module(module)


leave_current_folder()
load_package()

from boardpack.cli import program  # noqa: E402 - the path is settled first

if __name__ == "__main__":  # worker processes import this module too
    program()
