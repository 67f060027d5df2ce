"""What can be done with a choice of direction, one function per verb."""
