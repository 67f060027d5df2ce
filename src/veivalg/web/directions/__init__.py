"""Which way a council chooses (retning): options weighed blind, what people agree on, and what was resolved."""
