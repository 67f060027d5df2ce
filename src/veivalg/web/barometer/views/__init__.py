"""Pages of the ten reasons, the ten points and the cooperation."""
