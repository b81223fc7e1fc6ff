"""curator: the desk at which editors triage and curate stories kept as front matter."""

__version__ = "0.1.0"
