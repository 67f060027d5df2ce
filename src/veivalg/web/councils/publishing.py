"""Whose names everyone may see (offentlige navn): the young are not named, wherever they sit."""

from collections import defaultdict
from collections.abc import Iterable

from veivalg.rules.mandates import Period
from veivalg.web.councils.mandate_facts import period_of
from veivalg.web.councils.models import Body, Mandate


def unnamed_among(mandates: Iterable[Mandate]) -> frozenset[int]:
    """Numbers of the mandates, fetched with their bodies, whose names are not published; at most one query.

    Those in bodies of the young, and those of the young who attend another body meanwhile. Whoever has been elected to
    a seat has a public office, and is named.
    """
    unnamed, attending = set(), []
    for mandate in mandates:
        if not mandate.body.shows_names:
            unnamed.add(mandate.pk)
        elif mandate.position == Mandate.Position.ATTENDEE:
            attending.append(mandate)
    if attending:
        young = _young({mandate.person_id for mandate in attending})
        unnamed |= {
            mandate.pk
            for mandate in attending
            if any(period.overlaps(period_of(mandate)) for period in young.get(mandate.person_id, ()))
        }
    return frozenset(unnamed)


def _young(person_ids: set[int]) -> dict[int, list[Period]]:
    """When each of them has been a member of a body of the young; adults who only attend it are not among them."""
    found: dict[int, list[Period]] = defaultdict(list)
    seats = Mandate.objects.filter(person__in=person_ids, body__kind=Body.Kind.YOUTH)
    for seat in seats.exclude(position=Mandate.Position.ATTENDEE).order_by():
        found[seat.person_id].append(period_of(seat))
    return found
