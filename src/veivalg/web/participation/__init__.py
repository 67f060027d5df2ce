"""Rounds where citizens, business and municipalities read a draft and are answered (medvirkning)."""
