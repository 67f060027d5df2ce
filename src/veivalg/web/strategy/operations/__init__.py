"""What can be done with strategies and plans."""
