"""Asks those who answer for actions how they are going: links without sign-in, one mail per person."""
