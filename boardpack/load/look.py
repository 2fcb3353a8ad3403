"""A pack's brand, read together with whether its letters suffice for what the pack says."""

from __future__ import annotations

from boardpack.load.glyphs import characters_of, missing_glyphs
from boardpack.load.project import Project
from boardpack.load.theme import read_theme
from boardpack.model.finding import Finding
from boardpack.model.pack import Pack
from boardpack.theme import Theme


def read_look(
    project: Project, pack: Pack, brand: str | None = None
) -> tuple[Theme | None, tuple[Finding, ...]]:
    """Read the pack's own brand or another, with the findings of what cannot be printed in it.

    Nothing can be printed, not even a draft, while there are any; the theme is None when it is at fault.
    """
    theme, findings = read_theme(project.styles, brand or pack.facts.brand)
    if theme is None:
        return None, findings
    return theme, missing_glyphs(pack, characters_of(theme.fonts))
