"""A long run against a served site: ``make soak``, or ``python -m soak --minutes 2``."""
