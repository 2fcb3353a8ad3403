"""Pack and findings → Document: what the appendix says, page by page, and nothing of how it looks."""

from boardpack.compose.appendix import compose

__all__ = ["compose"]
