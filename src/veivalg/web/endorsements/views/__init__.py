"""Pages of endorsements."""
