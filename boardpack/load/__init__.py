"""Reading a project folder: files → a Pack and findings; the only room that knows CSV, TOML and Markdown.

`load` is the doorway. Wrong input is a finding with its file, line, what was found, what was
expected and what to do; no exception leaves this room for anything that stands in a file.
"""

from boardpack.load.project import Project
from boardpack.load.reading import Loaded, load

__all__ = ["Loaded", "Project", "load"]
