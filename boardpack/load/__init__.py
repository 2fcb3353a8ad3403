"""Reading a project folder: files → a Pack and findings; the only room that knows CSV, TOML and Markdown.

`reading.load` is the doorway. Wrong input is a finding with its file, line, what was found, what was
expected and what to do; no exception leaves this room for anything in a file.

Nothing is imported here: a command that wants to know where a project's files are, or the process that
splits tables beside a build, does not wait for what reads Markdown.
"""
