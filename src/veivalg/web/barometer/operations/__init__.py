"""Everything that is written about the cooperation of a council."""
