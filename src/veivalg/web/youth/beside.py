"""What a resolution's own page shows of the young: that they were asked about it, and when."""

from datetime import date

from veivalg.web.access.actor import Actor
from veivalg.web.meetings.beside import Panel
from veivalg.web.meetings.models import Resolution
from veivalg.web.youth.models import YouthMatter

TEMPLATE = "youth/beside.html"


def panel(resolution: Resolution, actor: Actor, on: date) -> Panel | None:
    """The matters that led to it; nothing when the young were not asked."""
    found = YouthMatter.objects.asked().filter(resolution=resolution).defer("content").order_by("opened_on", "pk")
    matters = list(found)
    for each in matters:
        each.council = resolution.council
    return Panel(TEMPLATE, {"matters": matters}) if matters else None
