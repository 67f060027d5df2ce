"""Exact elimination on sparse rows of whole numbers: what can be worked out from what is known."""

import math
from collections.abc import Mapping

Row = dict[int, int]
"""Column to whole number, zeros left out. The right side stands in the column RIGHT."""
RIGHT = 1 << 60
"""Larger than any other column, so that it never leads a row."""


def combine(row: Mapping[int, int], times: int, other: Mapping[int, int], other_times: int) -> Row:
    """``times * row - other_times * other``, divided by what all its numbers share."""
    result = {column: times * number for column, number in row.items()} if times != 1 else dict(row)
    for column, number in other.items():
        after = result.get(column, 0) - other_times * number
        if after:
            result[column] = after
        else:
            del result[column]
    return result if times == 1 else shortened(result)


def shortened(row: Row) -> Row:
    """The row divided by the greatest number that divides all of it; the sign stays."""
    divisor = math.gcd(*row.values()) if row else 1
    return row if divisor == 1 else {column: number // divisor for column, number in row.items()}


class Echelon:
    """The reduced echelon form of the rows put in so far. It is the same in whatever order they came."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        """By leading column; its number is positive and stands in no other row."""

    def copy(self) -> "Echelon":
        """One that can be added to without changing this one."""
        twin = Echelon()
        # Rows are replaced and never changed, so that both may hold the same.
        twin.rows = dict(self.rows)
        return twin

    def reduced(self, row: Row) -> Row:
        """What is left of a row when all that is known already is taken away."""
        for column in sorted(column for column in row if column in self.rows):
            lead = self.rows[column]
            # No row holds the lead of another, so that each is taken away once.
            factor = math.gcd(lead[column], row[column])
            row = combine(row, lead[column] // factor, lead, row[column] // factor)
        return row

    def insert(self, row: Row, *, below: int = RIGHT) -> bool:
        """Add a row; False when its left side says nothing new. Only columns before ``below`` may lead.

        A row that says nothing new but has something on its right side contradicts the others: see ``contradicts``.
        """
        row = self.reduced(row)
        lead = min(row, default=RIGHT)
        if lead >= below:
            return False
        row = shortened(row)
        if row[lead] < 0:
            row = {column: -number for column, number in row.items()}
        for column, other in self.rows.items():
            if lead in other:
                factor = math.gcd(row[lead], other[lead])
                self.rows[column] = combine(other, row[lead] // factor, row, other[lead] // factor)
        self.rows[lead] = row
        return True

    def contradicts(self, row: Row) -> bool:
        """True when the row gives another value to what the rows say already."""
        return set(self.reduced(row)) == {RIGHT}
