"""Pages of choices of direction."""
