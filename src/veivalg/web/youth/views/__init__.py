"""Pages of the youth panel's room."""
