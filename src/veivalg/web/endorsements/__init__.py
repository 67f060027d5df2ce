"""Resolutions that the municipalities decide on themselves: who has said yes, to what, and how long it took."""
