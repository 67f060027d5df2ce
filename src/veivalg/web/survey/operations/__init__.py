"""What can be done with a round of questions, one function per verb."""
