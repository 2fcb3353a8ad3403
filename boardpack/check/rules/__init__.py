"""The rules, by subject. To add one, write its function here and its row in `boardpack.check.registry`."""
