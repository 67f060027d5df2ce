"""Pages of strategies and plans."""
