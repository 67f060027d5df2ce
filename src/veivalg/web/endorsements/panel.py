"""What a resolution's own page shows of its endorsements."""

from datetime import date

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.endorsements import queries
from veivalg.web.endorsements.law import MADE_FOR_IT
from veivalg.web.meetings.beside import Panel
from veivalg.web.meetings.models import Resolution

TEMPLATE = "endorsements/panel.html"


def panel(resolution: Resolution, actor: Actor, on: date) -> Panel | None:
    """How it stands among the municipalities; for a secretariat also a way to send it to them."""
    council = resolution.council
    found = queries.round_of(council, resolution.pk)
    if found is not None:
        (standing,) = queries.standings([found], on=on)
        return Panel(TEMPLATE, {"standing": standing, "council": council})
    if getattr(resolution, "correction", None) is not None:
        return None
    if not actor.may(Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk):
        return None
    is_made_for_it = resolution.kind in MADE_FOR_IT
    return Panel(TEMPLATE, {"resolution": resolution, "council": council, "is_made_for_it": is_made_for_it})
