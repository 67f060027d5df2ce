"""How a body numbers what it deals with: a running number and the year, perhaps after a few letters."""

import re

_SHAPE = re.compile(
    r"(?:(?P<series>[^\W\d_][^\W_]*(?:[-. ][^\W_]+){0,3})[:.]? +)?"
    r"(?P<number>[0-9]{1,4}) ?/ ?(?P<year>[0-9]{2}|(?:19|20)[0-9]{2})"
)
LONGEST = 40


class CaseNumberBroken(ValueError):
    """What was typed is no case number."""


def plain_case_number(typed: str) -> str:
    """The number in one way of writing, so that the same one is seen to be the same. Raises CaseNumberBroken.

    >>> plain_case_number(" 015/2026 "), plain_case_number("RR-sak  15 / 26")
    ('15/26', 'RR-sak 15/26')
    """
    text = " ".join(typed.split())
    found = _SHAPE.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or int(found["number"]) == 0:
        raise CaseNumberBroken(typed)
    number = f"{int(found['number'])}/{found['year'][-2:]}"
    return f"{found['series']} {number}" if found["series"] else number
