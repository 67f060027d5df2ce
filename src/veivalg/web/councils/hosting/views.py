"""Pages of whoever runs the installation: which councils there are, invitations, and visits."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission, Role
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations import account as accounts
from veivalg.web.councils.doors import needs_host
from veivalg.web.councils.hosting.forms import EnterForm, InviteForm
from veivalg.web.councils.models import Council, StaffSession, in_force
from veivalg.web.councils.operations import staff_sessions as operations
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import signed_in, takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import holds, paged, searched

INVITED_FOR = timedelta(days=60)


@needs_host(Permission.HOST_COUNCIL_LIST)
def host(request: HttpRequest) -> HttpResponse:
    """Councils that are set up and not, and who is invited (forvaltning)."""
    now, today = timezone.now(), timezone.localdate()
    words = searched(request)
    secretaries = Q(role_assignments__role=Role.SECRETARIAT, role_assignments__ended_at=None)
    councils = (
        Council.objects.filter(holds(words, "name", "short_name"))
        .annotate(secretary_count=Count("role_assignments", filter=secretaries & in_force(today, "role_assignments__")))
        .order_by("set_up_at", "short_name")
    )
    shows_waiting = request.GET.get("vis") == "venter"
    count = Council.objects.exclude(set_up_at=None).count()
    heading = ngettext("%(count)s council is set up", "%(count)s councils are set up", count) % {"count": count}
    page = paged(request, councils.filter(set_up_at__isnull=shows_waiting), kept=("vis",))
    return render(
        request,
        "councils/host/list.html",
        {
            "heading": heading,
            "page": page,
            "words": words,
            "kept": {"vis": "venter"} if shows_waiting else {},
            "shows_waiting": shows_waiting,
            "invited": Account.objects.filter(may_set_up_until__gte=today).order_by("may_set_up_until"),
            "visits": StaffSession.objects.open_at(now).filter(account=request.account).select_related("council"),
        },
    )


@takes_forms
@needs_host(Permission.HOST_ACCOUNT_INVITE)
def invite(request: HttpRequest) -> HttpResponse:
    """Let someone set up a council."""
    form = InviteForm(request.POST or None, initial={"until": timezone.localdate() + INVITED_FOR})
    if form.is_valid():
        try:
            accounts.invite_to_set_up(actor=request.actor, now=timezone.now(), **form.cleaned_data)
        except accounts.InvitationRefused as error:
            form.add_error("until", str(error))
        else:
            text = gettext("%(email)s is invited. A mail is on its way.")
            messages.success(request, text % {"email": form.cleaned_data["email"]})
            return redirect("councils:host")
    return render(request, "councils/host/invite.html", {"form": form}, status=status_of(form))


@takes_forms
@needs_host(Permission.HOST_COUNCIL_ENTER)
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a council for a time, with a reason."""
    council = get_object_or_404(Council, slug=slug)
    form = EnterForm(request.POST or None, initial={"minutes": operations.LENGTHS[0]})
    if form.is_valid():
        try:
            operations.open_staff_session(actor=request.actor, council=council, now=timezone.now(), **form.cleaned_data)
        except NotPossible as error:
            error.put_on(form)
        else:
            return redirect(council)
    # Not as `council`: the page is outside of it, and its header says so.
    return render(request, "councils/host/enter.html", {"form": form, "visited": council}, status=status_of(form))


@takes_forms
@signed_in
def end_visit(request: HttpRequest) -> HttpResponse:
    """Leave the council before the time is up. Only one's own visits can be ended."""
    visit = id_of(request.POST.get("visit", ""))
    if visit is not None and operations.end_staff_session(actor=request.actor, session_id=visit, now=timezone.now()):
        messages.success(request, gettext("You have left the council."))
    return redirect("councils:host" if request.account.is_host else "thread:my_page")
