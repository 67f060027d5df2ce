"""Working out what was not told from what was: exact linear equations, and bounds since no count is below none."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Published:
    """The counts of one group that were shown, from one end of the scale to the other. `Alle` is everybody."""

    group: str
    counts: tuple[int, ...]


def determined(equations: list[tuple[dict[str, int], int]]) -> dict[str, Fraction]:
    """Every unknown that these equations, of coefficients and a sum, leave only one value for."""
    unknowns = sorted({name for coefficients, _ in equations for name in coefficients})
    rows = [
        [Fraction(coefficients.get(name, 0)) for name in unknowns] + [Fraction(sum_)]
        for coefficients, sum_ in equations
    ]
    place = 0
    for column in range(len(unknowns)):
        pivot = next((row for row in range(place, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][column] for value in rows[place]]
        for other in range(len(rows)):
            if other != place and (times := rows[other][column]):
                rows[other] = [mine - times * its for mine, its in zip(rows[other], rows[place], strict=True)]
        place += 1
    found = {}
    for row in rows:
        known = [column for column, value in enumerate(row[:-1]) if value]
        if len(known) == 1:
            found[unknowns[known[0]]] = row[-1] / row[known[0]]
    return found


def worked_out(published: list[Published], groups: list[str], *, smallest: int) -> list[str]:
    """What an attacker can say for certain of groups that were not shown, or of fewer than may be shown together.

    `groups` are all that may have answered; one that nobody names holds those outside the groups.
    """
    shown = {one.group: one.counts for one in published}
    everyone = shown.pop("Alle", None)
    if everyone is None:
        return []
    hidden = [group for group in [*groups, "outside"] if group not in shown]
    if "Andre, og grupper med få svar" in groups:
        hidden.remove("outside")
    rest = [total - sum(counts[place] for counts in shown.values()) for place, total in enumerate(everyone)]
    equations = [({f"{group} {place}": 1 for group in hidden}, left) for place, left in enumerate(rest)]
    found = [f"{name} is {count}" for name, count in determined(equations).items() if count]
    if any(left < 0 for left in rest):
        found.append(f"what is shown does not add up: {rest}")
    if 0 < sum(rest) < smallest:
        found.append(f"{sum(rest)} people who are not shown answered {rest}")
    return found
