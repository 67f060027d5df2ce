"""How the cooperation itself is: the ten reasons, and what is said beside what is done (samarbeid)."""
