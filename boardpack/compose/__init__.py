"""Pack and findings → Document: what the appendix says, page by page, and nothing of how it looks.

`appendix` puts the pages together: `front`, `summary` (with `highlights`), `section_page` for the action log
and each table of indicators, and `notes`, the last pages. Tables are made by `table` from the columns in
`columns` and `summary_columns`, charts by `charts` from `series`, with their words in `alt_text`; what
several pages share is in `phrases`. To add a page, see `appendix`; a column, see `columns`.
"""

from boardpack.compose.appendix import compose

__all__ = ["compose"]
