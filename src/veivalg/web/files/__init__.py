"""Reads and writes spreadsheets that come from or go to people outside, and trusts none of them."""
