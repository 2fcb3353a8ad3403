"""Every byte of a project is read by the one guarded reader; no other place opens its files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import boardpack

PACKAGE = Path(boardpack.__file__).parent

ALLOWED = {
    "load/files.py": "the guarded reader itself",
    "cache.py": "digests of the program's own source files",
    "words/__init__.py": "the catalogues that come with the program",
    "scaffold/new_project.py": "the template and the fonts that come with the program and its libraries",
    "preview/server.py": "the page that comes with the program",
    "charts/matplotlib_setup.py": "matplotlib's own source, and a list of fonts in a folder of its own",
    "archive/bag.py": "a file of a bag, looked at by lstat first, hashed piece by piece",
    "archive/store.py": "descriptors of what is written, and of folders, to see them to the disk",
    "mail/ledger.py": "the ledger of sends, which is appended to; what is read of it goes through the guard",
    "cli/write_files.py": "what is written, and the file it replaces, to put that back",
    "cli/__init__.py": "the null device, for a process without standard streams",
    "cli/email_sending.py": "a secret that the environment names, which may be a pipe",
    "load/image_file.py": "bytes that have been read",
    "mail/edition_messages.py": "bytes that have been read",
    "cli/watch.py": "an address in the browser",
    "cli/cluster.py": "a pack that has just been made, in a folder of its own",
}
"""Modules that call something that opens, and what they open."""

OPENING = {
    "open",
    "read_bytes",
    "read_text",
    "fdopen",
    "FT2Font",
    "TTFont",
    "openpyxl",
    "read_csv",
    "iterdir_",
}
OWN = {"read_bytes", "read_text"}
"""Names that functions of the loader have as well; called by themselves they are those."""


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in OPENING:
                yield node.func.attr, node.lineno
            elif isinstance(node.func, ast.Name) and node.func.id in OPENING - OWN:
                yield node.func.id, node.lineno
        elif isinstance(node, ast.Attribute) and node.attr in OWN and not isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno  # handed on to be called elsewhere


@cache
def found() -> dict[str, list[tuple[str, int]]]:
    every = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        opened = sorted(set(calls(ast.parse(path.read_text("utf-8")))))
        if opened:
            every[path.relative_to(PACKAGE).as_posix()] = opened
    return every


def test_no_other_module_opens_a_file() -> None:
    others = {file: opened for file, opened in found().items() if file not in {*ALLOWED, *IN_MEMORY}}
    assert others == {}


def test_every_exception_is_still_one() -> None:
    assert {*ALLOWED, *IN_MEMORY} - found().keys() == set()


IN_MEMORY = {
    "comparators/published_table.py": "bytes that have been read",
    "load/font_file.py": "bytes that have been read",
    "render/html/page.py": "bytes that have been read",
    "charts/text_metrics.py": "bytes that have been read",
}
