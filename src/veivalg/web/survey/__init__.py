"""Rounds of questions: who may answer, codes for each, anonymity, closing and what may be shown afterwards."""
