"""How the mandates of a council will be, to hold the new and changed ones against the same rules as the forms."""

from collections import defaultdict
from collections.abc import Iterable

from veivalg.web.councils.importing.rows import Row, Status
from veivalg.web.councils.importing.stored import Stored
from veivalg.web.councils.models import Mandate
from veivalg.web.councils.operations.mandate_rules import must_stand_among
from veivalg.web.councils.refusals import NotPossible


class World:
    """Every mandate, found by whose it is, and for substitutes by whom they stand in for."""

    def __init__(self, mandates: Iterable[Mandate]) -> None:
        self._of_person: dict[tuple[int, int], list[Mandate]] = defaultdict(list)
        self._substitutes: dict[tuple[int, int | None, int | None], list[Mandate]] = defaultdict(list)
        for mandate in mandates:
            self.add(mandate)

    def add(self, mandate: Mandate) -> None:
        # A person who is not saved yet has no number, but is one and the same object.
        self._of_person[id(mandate.person), mandate.body_id].append(mandate)
        if mandate.substitute_order is not None:
            self._substitutes[_order(mandate)].append(mandate)

    def others(self, mandate: Mandate) -> list[Mandate]:
        """Those that may stand in the way: of the same person in the body, and with the same number as substitute."""
        found = list(self._of_person[id(mandate.person), mandate.body_id])
        if mandate.substitute_order is not None:
            found += [other for other in self._substitutes[_order(mandate)] if other.person is not mandate.person]
        return [other for other in found if other is not mandate and (other.pk is None or other.pk != mandate.pk)]


def _order(mandate: Mandate) -> tuple[int, int | None, int | None]:
    return mandate.body_id, mandate.participant_id, mandate.substitute_order


def leave_out_what_breaks_rules(rows: list[Row], stored: Stored) -> None:
    """Mark rows whose mandate cannot stand beside the others.

    Changes are tried first and all together, so that two substitutes can change numbers with each other. When one of
    them cannot stand it keeps what it has, and the others are tried again. New mandates come after, in the file's
    order.
    """
    changed = [row for row in rows if _counts(row) and row.seat and row.seat.stored is not None]
    while True:
        asked = {row.seat.asked.pk: row.seat.asked for row in changed if row.seat and row.seat.asked}
        world = World(asked.get(pk, mandate) for pk, mandate in stored.mandates.items())
        broken = [row for row in changed if not _stands(row, world)]
        if not broken:
            break
        changed = [row for row in changed if row.status is not Status.CANNOT]
    for row in rows:
        if _counts(row) and row.seat and row.seat.stored is None and _stands(row, world) and row.seat.asked:
            world.add(row.seat.asked)


def _counts(row: Row) -> bool:
    return row.status in (Status.NEW, Status.CHANGED) and row.seat is not None and row.seat.asked is not None


def _stands(row: Row, world: World) -> bool:
    if row.seat is None or row.seat.asked is None:
        return True
    try:
        must_stand_among(row.seat.asked, world.others(row.seat.asked))
    except NotPossible as error:
        row.cannot(str(error))
        return False
    return True
