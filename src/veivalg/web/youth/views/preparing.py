"""Pages of the secretariat's that make a matter, put it before the panel, and follow it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.attempts import attempt
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions import queries as directions
from veivalg.web.meetings.models import Resolution
from veivalg.web.meetings.queries import standing_resolutions
from veivalg.web.strategy.models import Strategy
from veivalg.web.strategy.queries import strategies
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import Form, status_of
from veivalg.web.youth import page
from veivalg.web.youth.forms.matters import ExtendForm, MatterForm, OpenForm, ResolutionForm, WithdrawForm
from veivalg.web.youth.models import YouthMatter
from veivalg.web.youth.models.matters import USUAL_TIME, usual_answer_day
from veivalg.web.youth.operations import matters, resolutions
from veivalg.web.youth.views.reading import about, found, public_subject

_FIELDS = (
    *("title", "about", "open_to_change", "settled", "strategy", "direction", "link"),
    *("response_deadline", "resolution_planned_on", "answers_due_on", "version"),
)
MOST_RESOLUTIONS = 200


@takes_forms
@needs(Permission.YOUTH_MATTER_EDIT)
def new_matter(request: HttpRequest, council: Council) -> HttpResponse:
    """Prepare a matter for the panel (ny sak)."""
    today = timezone.localdate()
    deadline = today + USUAL_TIME
    planned = deadline + timedelta(weeks=2)
    initial = {
        "strategy": id_of(request.GET.get("strategi", "")),
        "direction": id_of(request.GET.get("retning", "")),
        "response_deadline": deadline,
        "resolution_planned_on": planned,
        "answers_due_on": usual_answer_day(deadline, planned),
    }
    form = MatterForm(request.POST or None, initial=initial, **_subjects(request, council))
    if form.is_valid():
        try:
            made = matters.make_matter(
                actor=request.actor, council=council, values=form.cleaned_data, on=today, now=timezone.now()
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The matter is prepared. Nobody else sees it before you open it."))
            return redirect(made)
    lead = gettext("The usual days are filled in. You look it over before the panel sees it.")
    return _form_page(request, council, form, gettext("Ask the youth panel about something"), lead=lead)


@takes_forms
@needs(Permission.YOUTH_MATTER_EDIT)
def change_matter(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change a matter that has not been opened (endre sak)."""
    row = found(request, council, pk)
    if request.method == "GET" and not row.is_draft:
        return redirect(row)
    initial = {name: getattr(row, name) for name in _FIELDS}
    form = MatterForm(request.POST or None, initial=initial, has_version=True, **_subjects(request, council))

    def change(*, version: int, **values: Any) -> None:
        matters.change_matter(values=values, version=version, on=timezone.localdate(), **_who(request, council, row))

    told = gettext("The matter is changed.")
    if done := attempt(request, form, change, told=told, then=row, conflict=_side_by_side(request, council, row, form)):
        return done
    return _form_page(request, council, form, gettext("Change the matter"), row=row)


@takes_forms
@needs(Permission.YOUTH_MATTER_OPEN)
def open_matter(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Look it over, and put it before the panel (spør ungdomspanelet)."""
    row = found(request, council, pk)
    if request.method == "GET" and not row.is_draft:
        return redirect(row)
    today = timezone.localdate()
    form = OpenForm(request.POST or None, initial={"version": row.version})
    act = partial(matters.open_matter, on=today, **_who(request, council, row))
    told = gettext("The youth panel is asked. They see it on their own page.")
    if done := attempt(request, form, act, told=told, then=row):
        return done
    context = about(request, council, row=row, form=form, advice=page.advice_words(row, on=today))
    context["is_kept_close"] = public_subject(row) is None
    return render(request, "youth/open.html", context, status=status_of(form))


@takes_forms
@needs(Permission.YOUTH_MATTER_OPEN)
def extend_matter(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Give the young more time (utvid fristen)."""
    row, today = found(request, council, pk), timezone.localdate()
    later = max(row.response_deadline, today) + timedelta(weeks=1)
    initial = {
        "response_deadline": later,
        "resolution_planned_on": max(row.resolution_planned_on, later),
        "version": row.version,
    }
    form = ExtendForm(request.POST or None, initial=initial)
    act = partial(matters.extend_matter, on=today, **_who(request, council, row))
    told = gettext("The deadline is extended, and everyone sees the new one.")
    if done := attempt(request, form, act, told=told, then=row):
        return done
    return _form_page(request, council, form, gettext("Give the young more time"), row=row)


@takes_forms
@needs(Permission.YOUTH_MATTER_OPEN)
def withdraw_matter(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Ask no more, and say why (trekk saken)."""
    row = found(request, council, pk)
    form = WithdrawForm(request.POST or None, initial={"version": row.version})
    act = partial(matters.withdraw_matter, **_who(request, council, row))
    told = gettext("The matter is withdrawn, and the young can read why.")
    lead = gettext("The young are not asked any more. What they have said stays, and is still owed an answer.")
    heading = gettext("Withdraw “%(title)s”?") % {"title": row.title}
    if done := attempt(request, form, act, told=told, then=row):
        return done
    return _form_page(request, council, form, heading, lead=lead, row=row, button=gettext("Withdraw the matter"))


@takes_forms
@needs(Permission.YOUTH_MATTER_OPEN)
def set_resolution(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Say which resolution the matter led to (vedtak)."""
    row = found(request, council, pk)
    initial = {"resolution": row.resolution_id, "version": row.version}
    known = newest_resolutions(council, row.resolution)
    form = ResolutionForm(request.POST or None, initial=initial, resolutions=known)
    act = partial(resolutions.set_resolution, **_who(request, council, row))
    told = gettext("It is noted which resolution it led to.")
    lead = gettext(
        "The young see what they were asked about, and what it led to. Whether they were asked in good time is counted."
    )
    if done := attempt(request, form, act, told=told, then=row, conflict=_side_by_side(request, council, row, form)):
        return done
    return _form_page(request, council, form, gettext("Which resolution did it lead to?"), lead=lead, row=row)


def newest_resolutions(council: Council, chosen: Resolution | None) -> list[Resolution]:
    """Resolutions to choose among, the newest on top, and the one that is chosen already."""
    rows = list(standing_resolutions(council)[:MOST_RESOLUTIONS])
    return rows if chosen is None or chosen in rows else [*rows, chosen]


def _who(request: HttpRequest, council: Council, row: YouthMatter) -> dict[str, Any]:
    """What every operation on a matter is told."""
    actor = request.actor  # type: ignore[attr-defined]
    return {"actor": actor, "council": council, "matter_id": row.pk, "now": timezone.now()}


def _side_by_side(
    request: HttpRequest, council: Council, row: YouthMatter, form: Form
) -> Callable[[ChangedMeanwhile], HttpResponse]:
    """When someone else wrote in the meantime: what each of them wrote."""
    return lambda error: conflict_page(request, form, error, back=row.get_absolute_url(), council=council)


def _subjects(request: HttpRequest, council: Council) -> dict[str, Any]:
    """What a matter may be about."""
    actor = request.actor  # type: ignore[attr-defined]
    known = strategies(council, actor, on=timezone.localdate())
    return {
        "strategies": [each for each in known if each.state != Strategy.State.ENDED],
        "directions": list(directions.undecided(council, actor)),
    }


def _form_page(
    request: HttpRequest,
    council: Council,
    form: Any,
    heading: str,
    *,
    lead: str = "",
    row: YouthMatter | None = None,
    button: str = "",
) -> HttpResponse:
    context = about(request, council, form=form, heading=heading, lead=lead, row=row, button=button)
    return render(request, "youth/form.html", context, status=status_of(form))
