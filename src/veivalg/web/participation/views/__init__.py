"""Pages of participation rounds."""
