"""Reads of the front pages."""

from django.db.models import QuerySet

from veivalg.statistics import former_numbers
from veivalg.statistics.dataset import DataSet
from veivalg.web.access.actor import Actor
from veivalg.web.councils.models import Council, Municipality
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.models import Action, Strategy
from veivalg.web.ui.paging import holds
from veivalg.web.ui.words import norwegian_order


def matching_municipalities(words: str, data: DataSet) -> list[Municipality]:
    """Municipalities whose name (Sámi and Kven too) or number, today's or an earlier one, begins with the words."""
    wanted = _plain(words.strip())
    if not wanted:
        return []
    today = former_numbers.former(data).get(words.strip(), frozenset())
    found = [
        municipality
        for municipality in Municipality.objects.select_related("borrows_from")
        if municipality.code == wanted.zfill(4)
        or municipality.code in today
        or any(
            part.startswith(wanted)
            for name in [municipality.name, *municipality.other_names]
            for part in (_plain(name), *_plain(name).split())
        )
    ]
    return sorted(found, key=lambda municipality: norwegian_order(municipality.name))


def _plain(text: str) -> str:
    """Letters as they are sorted, hyphens as spaces."""
    return norwegian_order(text).replace("-", " ")


def matching_councils(words: str) -> list[Council]:
    """Councils whose name has the words in it."""
    wanted = norwegian_order(words.strip())
    return [c for c in Council.objects.all() if wanted and wanted in norwegian_order(f"{c.name} {c.short_name}")]


def matching_actions(words: str, actor: Actor) -> "QuerySet[Action]":
    """Actions with the words in them, of strategies that this person may read, by council and number."""
    readable = Strategy.objects.visible_in_any_council(actor)
    found = Action.objects.filter(holds(words, "text"), strategy__in=readable) if words else Action.objects.none()
    return found.select_related("strategy__council").order_by(
        "strategy__council__short_name", "-strategy", "number", "id"
    )


def matching_resolutions(words: str) -> "QuerySet[Resolution]":
    """Resolutions with the words in title or text that no later one corrects, newest first."""
    standing = Resolution.objects.standing()
    found = standing.filter(holds(words, "title", "text")) if words else standing.none()
    return found.select_related("body", "council").order_by("-resolved_on", "-pk")
