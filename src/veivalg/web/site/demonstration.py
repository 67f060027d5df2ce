"""What only the demonstration has: a way into each role of the demo council, and mail that is read instead of sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veivalg.web.access.catalogue import ROLE_WORDS, Role
from veivalg.web.accounts import browser
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations import sessions
from veivalg.web.councils.models import Council, RoleAssignment
from veivalg.web.outbox.models import Message
from veivalg.web.ui.doors import public, takes_forms
from veivalg.web.ui.paging import paged

DOMAIN = "demoregionen.example"
"""The demo's own accounts have addresses here. Nobody else can: the ending is set aside for examples (RFC 2606)."""
HOST_EMAIL = f"vert@{DOMAIN}"
HOST_KEY = "vert"
TELLING = ("/", "/logg-inn/", "/logg-inn/kode/")
"""Pages of no council that tell of the demonstration all the same."""
TRY = {
    Role.SECRETARIAT: _(
        "Try this: see what waits for you, ask the municipalities about a resolution, or weigh a direction."
    ),
    Role.REPRESENTATIVE: _("Try this: see how the cooperation is, and take home your municipality's own page."),
    Role.MUNICIPAL_CONTACT: _("Try this: answer for your municipality in a case that waits."),
    Role.ACTION_OWNER: _("Try this: open the plan, and see how the actions are going."),
    Role.YOUTH_PANEL: _("Try this: say what you think, and see what came of what you said before."),
    Role.READER: _("Try this: look through the history of the council."),
    Role.HOST: _("Try this: invite someone to set up a council, or enter one with a reason."),
}
"""What to do first in each role."""
View = Callable[[HttpRequest], HttpResponse]


def demonstration(request: HttpRequest) -> dict[str, Any]:
    """Whether templates may point at the demonstration's own pages, and whether this page tells of them on top."""
    return {
        "is_demonstration": settings.DEMO,
        "tells_of_demonstration": settings.DEMO and (request.path in TELLING or request.path.startswith("/min-side/")),
    }


@dataclass(frozen=True, kw_only=True)
class WayIn:
    """A role that anyone may step into."""

    key: str
    role: str
    participant: str
    account: Account
    council: Council | None
    try_this: str | Promise


def is_someone_elses_database() -> bool:
    """Whether the database is in use, and by others than the demonstration: it has accounts, and not the demo's host.

    Everyone's codes can be read in the demonstration, so it must never be begun there.
    """
    if Account._meta.db_table not in connection.introspection.table_names():
        return False
    return Account.objects.exists() and _host() is None


def _host() -> Account | None:
    return Account.objects.filter(email=HOST_EMAIL, is_host=True, erased_at=None).first()


def only_in_the_demonstration(view: View) -> View:
    """Elsewhere the page does not exist: neither without the setting, nor with it where the demo was never loaded."""

    @wraps(view)
    def behind(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO or _host() is None:
            raise Http404(gettext("This page is only in the demonstration."))
        return view(request)

    return behind


def ways_in(*, on: date) -> list[WayIn]:
    """One way into each role of each demo council, and one as the host. Never an account that is anything elsewhere."""
    roles = RoleAssignment.objects.on(on).filter(council__is_demo=True, account__erased_at=None, account__is_host=False)
    ours = roles.filter(Q(account__email__endswith=f"@{DOMAIN}") | Q(account__email=None)).exclude(
        account__in=RoleAssignment.objects.filter(council__is_demo=False).values("account")
    )
    found: dict[tuple[int, str], WayIn] = {}
    for row in ours.select_related("council", "account", "participant__municipality", "participant__county").order_by(
        "pk"
    ):
        found.setdefault(
            (row.council_id, row.role),
            WayIn(
                key=str(row.pk),
                role=str(ROLE_WORDS[Role(row.role)]),
                participant=str(row.participant or ""),
                account=row.account,
                council=row.council,
                try_this=TRY[Role(row.role)],
            ),
        )
    order = [role.value for role in Role]
    ways = [way for _key, way in sorted(found.items(), key=lambda pair: (pair[0][0], order.index(pair[0][1])))]
    host = _host()
    if host is not None:
        ways.append(
            WayIn(
                key=HOST_KEY,
                role=str(ROLE_WORDS[Role.HOST]),
                participant="",
                account=host,
                council=None,
                try_this=TRY[Role.HOST],
            )
        )
    return ways


@public
@takes_forms
@only_in_the_demonstration
def demo_roles(request: HttpRequest) -> HttpResponse:
    """Step into a role of the demo council, with a button."""
    ways = ways_in(on=timezone.localdate())
    if request.method == "POST":
        way = next((way for way in ways if way.key == request.POST.get("rolle")), None)
        if way is None:
            raise Http404(gettext("There is no such role in the demonstration."))
        return _step_in(request, way)
    councils: dict[Council | None, list[WayIn]] = {}
    for way in ways:
        councils.setdefault(way.council, []).append(way)
    return render(request, "ui/demo_roles.html", {"councils": list(councils.items()), "invented": True})


def _step_in(request: HttpRequest, way: WayIn) -> HttpResponse:
    now = timezone.now()
    if request.session_row is not None:
        sessions.end(actor=request.actor, session_id=request.session_row.pk, now=now)
    key, session = sessions.start(
        account=way.account,
        method="demo",
        device=browser.device_words(request),
        is_shared_machine=True,
        has_second_factor=True,
        request_id=request.id,
        now=now,
    )
    return browser.let_in(request, key=key, session=session, next_path="", now=now)


@public
@only_in_the_demonstration
def demo_mail(request: HttpRequest) -> HttpResponse:
    """Mail that is written in the demonstration, newest first. It is shown here and never sent."""
    written = Message.objects.exclude(body="").order_by("-id")
    return render(request, "ui/demo_mail.html", {"page": paged(request, written), "invented": True})
