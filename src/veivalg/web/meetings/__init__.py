"""What bodies meet about: registered resolutions for now."""
