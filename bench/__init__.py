"""Compares the product's speed with a fair peer: ``make bench``, or ``python -m bench NAME …`` for some of it."""
