"""Writes of the cooperation agreement."""
