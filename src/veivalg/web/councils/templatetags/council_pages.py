"""The way between a council's pages: the steps of the loop, the council itself, and the pages of what is open."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.models import Council

register = template.Library()


@dataclass(frozen=True)
class Page:
    """A page that the way leads to."""

    address: str
    name: str | Promise
    permission: Permission | None = None
    """What it takes to see it; None is everyone."""
    under: tuple[str, ...] = ()
    """First words of addresses that belong here, though they begin otherwise."""


GROUPS: tuple[tuple[str | Promise, tuple[Page, ...]], ...] = (
    (_("Knowledge"), (Page("knowledge:region", _("The region")),)),
    (
        _("Direction"),
        (Page("directions:choices", _("Choice of direction")), Page("youth:front", _("Youth"))),
    ),
    (
        _("Plan"),
        (
            Page("strategy:plan", _("Strategy"), under=("tiltak",)),
            Page("strategy:action_plans", _("Action plan for the year")),
            Page("participation:rounds", _("Participation"), under=("innspill",)),
        ),
    ),
    (
        _("Follow-up"),
        (
            Page("follow_up:overview", _("What needs something")),
            Page("follow_up:actions", _("All actions")),
            Page("follow_up:timeline", _("Timeline")),
            Page("follow_up:tertials", _("Tertial report")),
            Page("follow_up:municipalities", _("The municipalities' lists")),
            Page("reminders:overview", _("Reminders"), Permission.REMINDERS_REMINDER_SEND),
        ),
    ),
    (
        _("Cooperation"),
        (
            Page("barometer:cooperation", _("How the cooperation is")),
            Page("barometer:rounds", _("Rounds on cooperation and capacity")),
            Page("survey:rounds", _("All rounds, also on direction"), Permission.SURVEY_ROUND_EDIT),
            Page("barometer:capacity", _("Development capacity")),
            Page("barometer:points", _("Ten points")),
        ),
    ),
    (
        _("The council itself"),
        (
            Page("thread:council", _("Front page")),
            Page("councils:participants", _("Participants")),
            Page("agreements:agreement", _("Agreement")),
            Page("councils:bodies", _("Bodies")),
            Page("meetings:resolutions", _("Resolutions")),
            Page("endorsements:list", _("Endorsements")),
            Page("joint_services:services", _("Joint services")),
            Page("councils:people", _("People"), Permission.COUNCILS_PERSON_READ),
            Page("councils:roles", _("Access"), Permission.COUNCILS_ROLE_READ, under=("ungdomskoder",)),
            Page("councils:settings", _("Settings"), Permission.COUNCILS_COUNCIL_EDIT),
            Page("thread:history", _("History"), Permission.AUDIT_ENTRY_READ),
        ),
    ),
)
"""The steps of the loop in their order, and then what the council is. The first page of each is where it begins."""


@dataclass(frozen=True)
class Link:
    """One of the pages."""

    url: str
    name: str
    is_here: bool


@dataclass(frozen=True)
class Way:
    """The groups, and the pages of the one that is open when there are several."""

    groups: list[Link]
    pages: list[Link]


@register.simple_tag(takes_context=True)
def council_pages(context: template.Context) -> Way:
    """Those of the council's pages that the reader may open."""
    request, council = context["request"], context["council"]
    groups, pages = [], []
    here = _here(request.path, council)
    for name, members in GROUPS:
        allowed = [page for page in members if _may_open(request, council, page)]
        if not allowed:
            continue
        links = [Link(_url(page, council), str(page.name), page.address == here) for page in allowed]
        is_here = any(page.address == here for page in members)
        groups.append(Link(links[0].url, str(name), is_here))
        if is_here and len(links) > 1:
            pages = links
    return Way(groups, pages)


def _here(path: str, council: Council) -> str:
    """The page that an address belongs to: of several that it begins like, the longest."""
    found = [
        (len(start), page.address)
        for _, members in GROUPS
        for page in members
        for start in (_url(page, council), *(f"{council.get_absolute_url()}{word}/" for word in page.under))
        if path.startswith(start)
    ]
    return max(found)[1] if found else ""


def _may_open(request: HttpRequest, council: Council, page: Page) -> bool:
    if page.permission is None:
        return True
    actor = request.actor  # type: ignore[attr-defined]
    own = actor.own_participant_ids(council.pk, page.permission)
    return bool(own) or actor.may(page.permission, council_id=council.pk)


def _url(page: Page, council: Council) -> str:
    return reverse(page.address, args=[council.slug])
