"""The website: Django, one app per piece of council work."""
