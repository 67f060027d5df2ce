"""What a resolution's own page shows of the change of the agreement that it is about."""

from datetime import date

from veivalg.web.access.actor import Actor
from veivalg.web.agreements.models import AgreementChange
from veivalg.web.agreements.queries import may_read_drafts
from veivalg.web.meetings.beside import Panel
from veivalg.web.meetings.models import Resolution


def panel(resolution: Resolution, actor: Actor, on: date) -> Panel | None:
    """The change that the answers to the resolution count for, for those who may read what is not in force."""
    if resolution.kind != Resolution.Kind.AGREEMENT_CHANGE or not may_read_drafts(actor, resolution.council):
        return None
    found = AgreementChange.objects.filter(asked_in=resolution).defer("content").order_by("-number").first()
    if found is None:
        return None
    return Panel("agreements/panel.html", {"change": found, "council": resolution.council})
