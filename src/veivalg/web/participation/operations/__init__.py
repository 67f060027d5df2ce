"""Writes of participation."""
