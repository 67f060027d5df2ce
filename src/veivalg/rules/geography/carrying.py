"""Carry a count from old municipalities to today's (føre en tallserie over kommunegrenser).

Only additive counts (persons, births, dwellings) can be carried. A share, a median or a rate has no sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from veivalg.rules.geography.changes import Event, path
from veivalg.rules.provenance import Figure, Mark, MissingReason, weakest_mark


@dataclass(frozen=True, kw_only=True)
class Weight:
    """A named key for a number that was split (delingsnøkkel): shown to the reader wherever it is used."""

    old: str
    shares: Mapping[str, float]
    """Today's number -> share; together 1."""
    name: str
    """What the shares rest on, e.g. "population 1 January 2024"."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError(f"The weight for {self.old} has no name; say what the shares rest on.")
        if any(share < 0 for share in self.shares.values()) or abs(sum(self.shares.values()) - 1) > 1e-9:
            raise ValueError(f"The shares for {self.old} must be zero or more and sum to 1, not {dict(self.shares)}.")


@dataclass(frozen=True, kw_only=True)
class Carried:
    """A count in today's division, and the named weights it leans on (empty when nothing was assumed)."""

    figure: Figure
    parts: frozenset[str] = frozenset()
    """The old numbers that were summed."""
    weights: frozenset[str] = frozenset()


def carry(
    counts: Mapping[str, Figure], year: int, history: Iterable[Event], *, weights: Sequence[Weight] = ()
) -> dict[str, Carried]:
    """Counts by the numbers of ``year`` moved to today's numbers.

    Renumberings and mergers are summed, and the sum is at most as firm as its weakest part; an untouched count stays
    as it is. A split gives a missing figure with reason SPLIT for every number that got a part, unless a weight
    for the old number is given: then they are estimates. A part that is missing makes the sum missing.

    Raises ValueError when units or periods differ, or when a weight names other successors than history does.
    """
    chain = tuple(history)
    keys = {weight.old: weight for weight in weights}
    shares: dict[str, list[tuple[str, float, Weight | None]]] = {}
    torn: dict[str, list[str]] = {}
    for code in sorted(counts):
        found = path(code, year, chain).successors
        if len(found) == 1:
            shares.setdefault(next(iter(found)), []).append((code, 1.0, None))
        elif code in keys:
            if set(keys[code].shares) != found:
                raise ValueError(
                    f"{code} became {', '.join(sorted(found))}; the weight {keys[code].name!r} has shares for "
                    f"{', '.join(sorted(keys[code].shares))}."
                )
            for new, share in keys[code].shares.items():
                shares.setdefault(new, []).append((code, share, keys[code]))
        else:
            for new in found:
                torn.setdefault(new, []).append(code)
    result = {}
    for new in sorted(set(shares) | set(torn)):
        parts = shares.get(new, [])
        sources = [counts[code] for code, _, _ in parts] + [counts[code] for code in torn.get(new, [])]
        figure = _sum(new, parts, counts, sources, is_torn=new in torn)
        result[new] = Carried(
            figure=figure,
            parts=frozenset([code for code, _, _ in parts] + torn.get(new, [])),
            weights=frozenset(weight.name for _, _, weight in parts if weight),
        )
    return result


def _sum(
    new: str,
    parts: list[tuple[str, float, Weight | None]],
    counts: Mapping[str, Figure],
    sources: list[Figure],
    *,
    is_torn: bool,
) -> Figure:
    if len({(figure.unit, figure.period) for figure in sources}) > 1:
        raise ValueError(f"The counts that make up {new} have different units or periods; they cannot be summed.")
    unit, period = sources[0].unit, sources[0].period
    origins = tuple(dict.fromkeys(origin for figure in sources for origin in figure.origins))
    if is_torn:
        reason: MissingReason | None = MissingReason.SPLIT
    else:
        reason = next((counts[code].missing for code, _, _ in parts if counts[code].missing), None)
    if reason is not None:
        return Figure(value=None, unit=unit, period=period, origins=origins, missing=reason)
    if len(parts) == 1 and parts[0][2] is None:
        return sources[0]
    estimate = [Mark.ESTIMATE] if any(weight for _, _, weight in parts) else []
    total = 0.0
    for code, share, _ in parts:
        total += (counts[code].value or 0.0) * share
    mark = weakest_mark([*(figure.mark for figure in sources), *estimate])
    return Figure(value=total, unit=unit, period=period, mark=mark, origins=origins)
