"""Pages of rounds: answering, and what the secretariat needs to let people answer."""
