"""People and mandates from spreadsheets: sheets become lines, lines become rows of a plan, and a plan is carried out."""
