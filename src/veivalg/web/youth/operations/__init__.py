"""Writes of the youth panel's room."""
