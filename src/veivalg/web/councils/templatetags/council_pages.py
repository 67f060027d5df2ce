"""The way between a council's pages."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veivalg.web.access.catalogue import Permission

register = template.Library()

PAGES = (
    ("knowledge:region", _("Knowledge"), None),
    ("strategy:plan", _("Plan"), None),
    ("participation:rounds", _("Participation"), None),
    ("councils:participants", _("Participants"), None),
    ("councils:bodies", _("Bodies"), None),
    ("meetings:resolutions", _("Resolutions"), None),
    ("councils:people", _("People"), Permission.COUNCILS_PERSON_READ),
    ("councils:roles", _("Access"), Permission.COUNCILS_ROLE_READ),
    ("councils:settings", _("Settings"), Permission.COUNCILS_COUNCIL_EDIT),
    ("thread:history", _("History"), Permission.AUDIT_ENTRY_READ),
)
"""Address, name, and what it takes to see it; None is everyone."""

_UNDER = {"councils:roles": ("ungdomskoder",), "strategy:plan": ("tiltak",), "participation:rounds": ("innspill",)}
"""Pages that belong under another, though their addresses do not."""


@dataclass(frozen=True)
class Link:
    """One of the pages."""

    url: str
    name: str
    is_here: bool


@register.simple_tag(takes_context=True)
def council_pages(context: template.Context) -> list[Link]:
    """Those of the council's pages that the reader may open."""
    request, council = context["request"], context["council"]
    links = []
    for address, name, permission in PAGES:
        if permission is not None:
            own = request.actor.own_participant_ids(council.pk, permission)
            if not own and not request.actor.may(permission, council_id=council.pk):
                continue
        url = reverse(address, args=[council.slug])
        here = (url, *(f"{council.get_absolute_url()}{word}/" for word in _UNDER.get(address, ())))
        links.append(Link(url, str(name), request.path.startswith(here)))
    return links
