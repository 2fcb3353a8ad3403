"""Importing the analyst's own sheet."""
