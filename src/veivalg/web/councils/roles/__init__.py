"""Pages of who has access, and of codes for the youth panel."""
