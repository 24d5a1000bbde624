"""The county's directory as files: read, checked, written to its table. Never part of a function."""
