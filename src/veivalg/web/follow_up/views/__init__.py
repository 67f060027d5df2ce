"""Pages that show whether what was decided is being done."""
