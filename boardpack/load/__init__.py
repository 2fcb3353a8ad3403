"""Reading a project folder: files → a Pack and findings; the only room that knows CSV, TOML and Markdown.

`loader.load` is the doorway; each kind of file has a module that reads it, named after it, and the small
ones are in `lists`. Wrong input is a finding with its file, line, what was found, what was expected and what
to do; no exception leaves this room for anything in a file.

Nothing is imported here: a command that only wants to know where a project's files are does not wait for
what reads Markdown. To read another file, write its reader as a module and call it in `loader`.
"""
