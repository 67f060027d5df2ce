"""Pages of the cooperation agreement."""
