"""What is made beside the PDF."""

from __future__ import annotations

from click.testing import CliRunner

from boardpack.cli import root
from boardpack.edition import MAKERS
from boardpack.model.pack import FORMATS


def test_every_format_is_made_and_is_an_option_of_build() -> None:
    assert list(MAKERS) == list(FORMATS)
    said = CliRunner().invoke(root, ["build", "--help"]).output
    assert all(f"--{name} " in said for name in FORMATS)
