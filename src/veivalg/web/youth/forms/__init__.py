"""Forms of the youth panel's room."""
