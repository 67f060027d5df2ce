"""All tables of non-negative counts that fit what is known, and how small and large a cell can be in them.

The simplex method by Dantzig, with Bland's rule, on whole numbers: exact, sure to end, and the same way each time.
Source of the rule: Bland, R. G. (1977), "New finite pivoting rules for the simplex method", Mathematics of Operations
Research 2(2), 103–107.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from veivalg.rules.suppression.aggregate import NumbersDisagree
from veivalg.rules.suppression.echelon import RIGHT, Row, combine

_BRANCHES = 400
"""How often one search for whole counts may split before it is given up."""


class Undecided(Exception):
    """Whether whole counts reach a bound took too long to find out."""


class Polytope:
    """Rows in echelon form, and a corner where the leading variables stand. Raises NumbersDisagree without a corner."""

    def __init__(self, rows: Mapping[int, Row]) -> None:
        self._rows = dict(rows)
        self._new = 1 + max((column for row in rows.values() for column in row if column != RIGHT), default=0)
        self.smallest: dict[int, int] = {}
        """By variable, the least count in any whole corner seen so far."""
        self.largest: dict[int, int] = {}
        self._find_corner()

    def highest(self, variable: int) -> tuple[Fraction | None, Row]:
        """Upper bound without regard to wholeness, None if there is none, and the row that proves it."""
        if not self.grow(variable):
            return None, {}
        row = self._rows[variable]
        return Fraction(row.get(RIGHT, 0), row[variable]), row

    def grow(self, variable: int, is_enough: Callable[[], bool] = lambda: False) -> bool:
        """Go where the variable is largest, or until a corner on the way is enough. False when nothing limits it."""
        entering: int | None = variable if variable not in self._rows else self._raising(variable)
        while entering is not None:
            leaving = self._leaving(entering)
            if leaving is None:
                return False
            self._pivot(leaving, entering)
            if is_enough():
                return True
            entering = self._raising(variable)
        return True

    def _raising(self, variable: int) -> int | None:
        """The first variable that takes a leading one up when it grows."""
        return min((c for c, number in self._rows[variable].items() if number < 0 and c != RIGHT), default=None)

    def lowest(self, variable: int) -> tuple[Fraction, Row]:
        """Lower bound without regard to wholeness, and the row that proves it; the row is empty when it is just 0."""
        while variable in self._rows:
            row = self._rows[variable]
            entering = min((c for c, n in row.items() if n > 0 and c not in (RIGHT, variable)), default=None)
            if entering is None:
                return Fraction(row.get(RIGHT, 0), row[variable]), row
            leaving = self._leaving(entering)
            assert leaving is not None  # the row itself bounds it
            self._pivot(leaving, entering)
        return Fraction(0), {}

    def whole_highest(self, variable: int) -> int | None:
        """The largest whole count. None if there is none. Raises NumbersDisagree and Undecided."""
        return self._search(variable, upwards=True)

    def whole_lowest(self, variable: int) -> int:
        """The smallest whole count. Raises NumbersDisagree and Undecided."""
        best = self._search(variable, upwards=False)
        assert best is not None
        return best

    def _search(self, variable: int, *, upwards: bool) -> int | None:
        best: int | None = None
        waiting, visits = [self], 0
        while waiting:
            polytope = waiting.pop()
            visits += 1
            if visits > _BRANCHES:
                raise Undecided
            bound = polytope.highest(variable)[0] if upwards else polytope.lowest(variable)[0]
            if bound is None:
                return None
            whole = bound.__floor__() if upwards else bound.__ceil__()
            if best is not None and (whole <= best if upwards else whole >= best):
                continue
            broken = polytope._fractional()
            if broken is None:
                best = whole
                continue
            waiting += polytope._branches(broken)
        if best is None:
            raise NumbersDisagree("No whole counts give all these numbers. Check that they are from the same answers.")
        return best

    def _fractional(self) -> int | None:
        """A variable whose value at this corner is no whole number."""
        return min((lead for lead, row in self._rows.items() if row.get(RIGHT, 0) % row[lead]), default=None)

    def _branches(self, variable: int) -> list["Polytope"]:
        """The two halves without the value that the variable has now."""
        row = self._rows[variable]
        below = row.get(RIGHT, 0) // row[variable]
        found = []
        # variable + slack = below, and variable - slack = below + 1, both written without leading variables.
        for slack, limit in ((1, below), (-1, below + 1)):
            bound = {self._new: slack, variable: 1, RIGHT: limit}
            if not limit:
                del bound[RIGHT]
            bound = combine(bound, row[variable], row, 1)
            if bound[self._new] < 0:
                bound = {column: -number for column, number in bound.items()}
            try:
                found.append(Polytope({**self._rows, self._new: bound}))
            except NumbersDisagree:
                continue
        return found

    def _find_corner(self) -> None:
        """Bland's rule on the dual, where every cost is 0, until no leading variable is negative."""
        patience = 2 * len(self._rows)
        while True:
            negative = [lead for lead, row in self._rows.items() if row.get(RIGHT, 0) < 0]
            if not negative:
                break
            patience -= 1
            # The most negative first is quicker; Bland's lowest column first is sure to end.
            lead = min(negative, key=lambda lead: (self._rows[lead][RIGHT], lead)) if patience > 0 else min(negative)
            entering = min((c for c, n in self._rows[lead].items() if n < 0 and c != RIGHT), default=None)
            if entering is None:
                raise NumbersDisagree("No counts give all these numbers. Check that they are from the same answers.")
            self._pivot(lead, entering, is_corner=False)
        self._note()
        if self.largest:
            self.smallest |= {column: 0 for row in self._rows.values() for column in row if column not in self._rows}

    def _leaving(self, entering: int) -> int | None:
        """The leading variable that reaches 0 first when the entering one grows; the lowest column among equals."""
        best: int | None = None
        right, step = 0, 1
        for lead, row in self._rows.items():
            number = row.get(entering, 0)
            if number > 0:
                ahead = row.get(RIGHT, 0) * step - right * number if best is not None else -1
                if ahead < 0 or (ahead == 0 and best is not None and lead < best):
                    best, right, step = lead, row.get(RIGHT, 0), number
        return best

    def _pivot(self, leaving: int, entering: int, *, is_corner: bool = True) -> None:
        row = self._rows.pop(leaving)
        if row[entering] < 0:
            row = {column: -number for column, number in row.items()}
        factor = row[entering]
        for lead, other in self._rows.items():
            if entering in other:
                self._rows[lead] = combine(other, factor, row, other[entering])
        self._rows[entering] = row
        if is_corner:
            self._note(leaving)

    def _note(self, left: int | None = None) -> None:
        """Remember how small and large each variable has been at corners of whole counts; 0 unless it led."""
        if self._fractional() is not None:
            return
        if left is not None:
            self.smallest[left] = 0
        for lead, row in self._rows.items():
            value = row.get(RIGHT, 0) // row[lead]
            if value > self.largest.get(lead, -1):
                self.largest[lead] = value
            if value < self.smallest.get(lead, value + 1):
                self.smallest[lead] = value
