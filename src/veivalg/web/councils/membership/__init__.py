"""Pages of participants and of what is said about the council."""
