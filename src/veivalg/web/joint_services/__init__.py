"""Services that municipalities run together: the council keeps the overview and runs none (felles tjenester)."""
