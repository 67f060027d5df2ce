"""Setting up a council, step by step."""
