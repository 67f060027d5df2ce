"""Writes of reminders."""
