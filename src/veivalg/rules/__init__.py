"""What is right: formulas and rules in pure Python, usable without the website.

Only the standard library is imported here. Figures, definitions and dates come in as arguments.
"""
