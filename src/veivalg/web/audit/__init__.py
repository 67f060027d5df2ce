"""The trail: who did what to what, when and why. Rows are added and never changed."""
