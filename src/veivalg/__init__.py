"""Veivalg: the working surface of a Norwegian regional council (regionråd)."""

__version__ = "0.1.0"
