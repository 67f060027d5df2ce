"""Who someone is: accounts, signing in, sessions, second factors. What they may do is another matter (`access`)."""
