"""Document → HTML: a page that needs nothing beside it, for the email and as the web edition of the pack.

`render` writes the elements, `stylesheet` says how they look, and `page` makes the web edition with its
charts and fonts. Every fact a screen reader needs comes from the Document: language, heading levels, header
cells with their scope, expansions, text alternatives.
"""

from boardpack.render.html.page import render_page
from boardpack.render.html.render import render_html

__all__ = ["render_html", "render_page"]
