"""boardpack: a month's figures and commentary, made into a committee appendix."""

__version__ = "0.2.0"
