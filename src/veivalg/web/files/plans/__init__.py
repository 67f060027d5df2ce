"""Reads plans from the files that people keep them in, and writes plans as files. Knows no tables of the database."""
