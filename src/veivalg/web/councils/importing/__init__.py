"""People and mandates from spreadsheets: sheets become lines, and lines become the rows of a plan."""
