"""A Document as files: `pdf` for print and the archive, `html` for the web edition and the messages."""
