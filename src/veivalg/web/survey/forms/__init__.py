"""Forms of rounds: answering and handing out, and what the secretariat manages."""
