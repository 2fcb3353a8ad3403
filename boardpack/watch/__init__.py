"""Rebuilding a pack whenever a file of it changes, and showing its pages with what was found."""
