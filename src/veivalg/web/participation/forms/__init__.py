"""Forms of participation."""
