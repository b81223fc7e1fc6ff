"""The folder on disk: which files are articles, what they hold, how they are saved."""
