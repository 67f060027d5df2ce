"""Writes of accounts, one file per piece of work."""
