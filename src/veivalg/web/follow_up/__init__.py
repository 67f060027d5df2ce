"""Whether what was decided is being done: what is stuck, what nobody owns, what nobody has heard of."""
