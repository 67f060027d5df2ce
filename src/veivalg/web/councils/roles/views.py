"""Who has access to a council, and codes for its youth panel."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import ROLE_WORDS, Permission, Role
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council, RoleAssignment, StaffSession
from veivalg.web.councils.operations import roles as operations
from veivalg.web.councils.operations import youth_codes as youth
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.councils.roles.forms import RoleForm, YouthCodesForm
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import holds, paged, searched
from veivalg.web.ui.words import norwegian_order

GRANT = Permission.COUNCILS_ROLE_GRANT
YOUTH = Permission.COUNCILS_YOUTH_CODE_MAKE
VISITS_SHOWN = 10


@needs(Permission.COUNCILS_ROLE_READ)
def roles(request: HttpRequest, council: Council) -> HttpResponse:
    """Who has access, as what and how long (tilganger)."""
    today = timezone.localdate()
    may_grant = request.actor.may(GRANT, council_id=council.pk)
    shows_former = request.GET.get("vis") == "tidligere"
    words = searched(request)
    over = Q(ended_at__isnull=False) | Q(ends_on__lt=today)
    rows = _by_mail(council).filter(over) if shows_former else _by_mail(council).exclude(over)
    # Addresses are for those who give access; others can only search for what they see.
    rows = rows.filter(holds(words, *(("account__name", "account__email") if may_grant else ("account__name",))))
    page = paged(request, sorted(rows, key=_in_list), kept=("vis",))
    return render(
        request,
        "councils/roles/list.html",
        {
            "council": council,
            "page": page,
            "rows": [(row, ROLE_WORDS[Role(row.role)]) for row in page.rows],
            "words": words,
            "kept": {"vis": "tidligere"} if shows_former else {},
            "shows_former": shows_former,
            "may_grant": may_grant,
            "may_make_codes": request.actor.may(YOUTH, council_id=council.pk),
            "visits": StaffSession.objects.filter(council=council).select_related("account")[:VISITS_SHOWN],
        },
    )


def _in_list(row: RoleAssignment) -> tuple[str, str, int]:
    return norwegian_order(row.account.name), row.account.email, row.pk


@takes_forms
@needs(GRANT)
def grant(request: HttpRequest, council: Council) -> HttpResponse:
    """Give someone access."""
    form = RoleForm(council, request.POST or None, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        try:
            operations.grant_role(actor=request.actor, council=council, now=timezone.now(), **form.values)
        except NotPossible as error:
            error.put_on(form)
        else:
            text = gettext("%(email)s has access. An invitation is on its way.")
            messages.success(request, text % {"email": form.cleaned_data["email"]})
            return redirect("councils:roles", council.slug)
    return render(request, "councils/roles/grant.html", {"council": council, "form": form}, status=status_of(form))


@takes_forms
@needs(GRANT)
def end(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Take an access away, at once; asks first."""
    row = get_object_or_404(_by_mail(council), pk=pk)
    is_over = row.ended_at is not None or (row.ends_on is not None and row.ends_on < timezone.localdate())
    problem = "" if is_over else operations.in_the_way(row, on=timezone.localdate())
    if request.method == "POST":
        try:
            operations.end_role(actor=request.actor, assignment=row, now=timezone.now())
        except NotPossible as error:
            problem = str(error)
        else:
            messages.success(request, gettext("The access has ended."))
            is_own = row.account_id == request.account.pk
            return redirect("thread:my_page") if is_own else redirect("councils:roles", council.slug)
    context = {"row": row, "role": ROLE_WORDS[Role(row.role)], "problem": problem}
    status = 422 if problem and request.method == "POST" else 200
    return render(request, "councils/roles/end.html", {"council": council, **context}, status=status)


@takes_forms
@needs(YOUTH)
def youth_codes(request: HttpRequest, council: Council) -> HttpResponse:
    """Codes for the youth panel: make them, and see which are in use (ungdomskoder)."""
    form = YouthCodesForm(council, request.POST or None, initial={"newest_seen": youth.newest_code(council)})
    if form.is_valid():
        try:
            notes = youth.make_youth_codes(
                actor=request.actor,
                council=council,
                labels=form.labels,
                ends_on=form.cleaned_data["ends_on"],
                now=timezone.now(),
                newest_seen=form.cleaned_data["newest_seen"],
            )
        except youth.MadeMeanwhile as error:
            messages.warning(request, str(error))
            return redirect("councils:youth_codes", council.slug)
        except NotPossible as error:
            error.put_on(form)
        else:
            # Answered at once and not after a redirect: the codes are kept nowhere.
            address = settings.ADDRESS + reverse("accounts:enter_personal_code")
            return render(
                request,
                "councils/youth/notes.html",
                {"council": council, "notes": notes, "address": address},
            )
    words = searched(request)
    rows = (
        RoleAssignment.objects.filter(council=council, role=Role.YOUTH_PANEL)
        .filter(holds(words, "label", "account__name"))
        .select_related("account__personal_code")
        .annotate(seen_at=Max("account__sessions__seen_at"))
        .order_by("-granted_at", "id")
    )
    page = paged(request, rows)
    return render(
        request,
        "councils/youth/list.html",
        {"council": council, "form": form, "page": page, "rows": [_code(row) for row in page.rows], "words": words},
        status=status_of(form),
    )


@takes_forms
@needs(YOUTH)
def end_youth_code(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """End a code at once; asks first."""
    row = _youth(council, pk)
    if request.method == "POST":
        youth.end_youth_code(actor=request.actor, assignment=row, now=timezone.now())
        messages.success(request, gettext("The code marked “%(label)s” has ended.") % {"label": row.label})
        return redirect("councils:youth_codes", council.slug)
    return render(request, "councils/youth/end.html", {"council": council, "row": row})


@takes_forms
@needs(YOUTH)
def reset_alias(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Take away an alias that should not have been chosen; asks first."""
    row = _youth(council, pk)
    if request.method == "POST":
        youth.reset_alias(actor=request.actor, assignment=row, now=timezone.now())
        text = gettext("The alias is gone. Whoever has the note marked “%(label)s” chooses a new one.")
        messages.success(request, text % {"label": row.label})
        return redirect("councils:youth_codes", council.slug)
    return render(request, "councils/youth/alias.html", {"council": council, "row": row})


def _by_mail(council: Council) -> Any:
    """Roles that were given to an address."""
    return (
        RoleAssignment.objects.filter(council=council)
        .exclude(role=Role.YOUTH_PANEL)
        .select_related("account", "council", "participant__municipality", "participant__county")
    )


def _youth(council: Council, pk: int) -> RoleAssignment:
    rows = RoleAssignment.objects.select_related("account", "council")
    return get_object_or_404(rows, pk=pk, council=council, role=Role.YOUTH_PANEL)


def _code(row: RoleAssignment) -> dict[str, Any]:
    """One code as the list shows it: the day it was last used, and no closer."""
    code = getattr(row.account, "personal_code", None)
    days = [code.last_used_on] if code and code.last_used_on else []
    days += [timezone.localdate(row.seen_at)] if row.seen_at else []
    return {
        "row": row,
        "alias": row.account.name,
        "last_used_on": max(days, default=None),
        "is_over": row.is_over(timezone.localdate()),
    }
