"""Forms of the cooperation agreement."""
