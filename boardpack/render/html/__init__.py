"""Document → HTML: one page that needs nothing beside it, for the email and later for the web.

`render` writes the elements, `look` the style sheet. Every fact a screen reader needs comes from the
Document: language, heading levels, header cells with their scope, expansions, text alternatives.
"""

from boardpack.render.html.render import render_html

__all__ = ["render_html"]
