"""Forms of councils, one file per piece of work."""
