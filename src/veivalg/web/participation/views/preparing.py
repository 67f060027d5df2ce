"""Pages of the secretariat's that make a round, open it, and give people more time."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, override

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.attempts import attempt
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.participation.forms.rounds import ExtendForm, OpenForm, RoundForm
from veivalg.web.participation.models import ParticipationRound
from veivalg.web.participation.models.rounds import USUAL_ANSWER_TIME, USUAL_LENGTH
from veivalg.web.participation.operations import rounds as operations
from veivalg.web.participation.views.reading import about, found
from veivalg.web.strategy.models import Strategy
from veivalg.web.strategy.queries import strategies
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of

_FIELDS = ("title", "invitation", "open_to_change", "settled", "opens_on", "response_deadline", "answers_due_on")


@takes_forms
@needs(Permission.PARTICIPATION_ROUND_EDIT)
def new_round(request: HttpRequest, council: Council) -> HttpResponse:
    """Prepare a round on a strategy (ny runde)."""
    known = strategies(council, request.actor, on=timezone.localdate())
    choices = [each for each in known if each.state != Strategy.State.ENDED]
    chosen = next((each for each in choices if each.pk == id_of(request.GET.get("strategi", ""))), None)
    form = RoundForm(
        request.POST or None, strategies=choices, initial=_usual(council, chosen or next(iter(choices), None))
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            made = operations.make_round(
                actor=request.actor,
                council=council,
                strategy_id=values.pop("strategy").pk,
                values=values,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The round is prepared. Nobody else sees it before you open it."))
            return redirect(made)
    heading = gettext("Prepare a participation round")
    lead = gettext("The usual days are filled in. You look it over before it is opened.")
    return _form_page(request, council, form, heading, lead=lead, has_strategy=bool(choices))


@takes_forms
@needs(Permission.PARTICIPATION_ROUND_EDIT)
def change_round(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change a round that has not been opened (endre runde)."""
    row = found(request, council, pk)
    if request.method == "GET" and not row.is_draft:
        return redirect(row)
    initial = {name: getattr(row, name) for name in (*_FIELDS, "version")}
    form = RoundForm(request.POST or None, strategies=None, initial=initial)

    def change(*, version: int, **values: Any) -> None:
        operations.change_round(version=version, values=values, **_who(request, council, row))

    def conflict(error: ChangedMeanwhile) -> HttpResponse:
        error.current.council = council  # type: ignore[attr-defined]
        return conflict_page(request, form, error, back=row.get_absolute_url(), council=council)

    told = gettext("The round is changed.")
    if done := attempt(request, form, change, told=told, then=row, conflict=conflict):
        return done
    return _form_page(request, council, form, gettext("Change the round"), row=row)


@takes_forms
@needs(Permission.PARTICIPATION_ROUND_OPEN)
def open_round(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Look it over, and open it for everyone (åpne runden)."""
    row = found(request, council, pk)
    if request.method == "GET" and not row.is_draft:
        return redirect(row)
    today = timezone.localdate()
    initial = {"version": row.version, "read_at": row.strategy.changed_at.isoformat()}
    form = OpenForm(request.POST or None, initial=initial)
    act = partial(operations.open_round, on=today, **_who(request, council, row))
    told = gettext("The round is open. Share its address with those you want to hear from.")
    if done := attempt(request, form, act, told=told, then=row):
        return done
    length = row.response_deadline - today
    context = about(request, council, row=row, form=form, days=length.days, is_short=length < USUAL_LENGTH, on=today)
    return render(request, "participation/open.html", context, status=status_of(form))


@takes_forms
@needs(Permission.PARTICIPATION_ROUND_OPEN)
def extend_round(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Give people more time (utvid fristen)."""
    row = found(request, council, pk)
    today = timezone.localdate()
    later = max(row.response_deadline, today)
    if later - today <= operations.LONGEST_ROUND:
        later += timedelta(weeks=1)
    form = ExtendForm(request.POST or None, initial={"deadline": later, "version": row.version})
    act = partial(operations.extend_deadline, on=today, **_who(request, council, row))
    told = gettext("The deadline is extended, and everyone sees the new one.")
    if done := attempt(request, form, act, told=told, then=row):
        return done
    return _form_page(request, council, form, gettext("Extend the deadline"), row=row)


def _who(request: HttpRequest, council: Council, row: ParticipationRound) -> dict[str, Any]:
    """What every operation on a round is told."""
    actor = request.actor  # type: ignore[attr-defined]
    return {"actor": actor, "council": council, "round_id": row.pk, "now": timezone.now()}


def _form_page(
    request: HttpRequest, council: Council, form: Any, heading: str, *, lead: str = "", row: Any = None, **more: Any
) -> HttpResponse:
    context = about(request, council, form=form, heading=heading, lead=lead, row=row, **{"has_strategy": True} | more)
    return render(request, "participation/form.html", context, status=status_of(form))


def _usual(council: Council, strategy: Strategy | None) -> dict[str, Any]:
    """What a new round begins with, in the council's own language."""
    today = timezone.localdate()
    deadline = today + USUAL_LENGTH
    with override(council.language):
        given = {
            "strategy": strategy.pk if strategy else None,
            "title": (gettext("Draft: %(name)s") % {"name": strategy.name})[:200] if strategy else "",
            "invitation": gettext(
                "This is a draft. We ask those who live, work and run a business here, and our municipalities: what is "
                "right, what is missing, and what should be otherwise?"
            ),
            "open_to_change": gettext("Goals, paths and actions: what we want, what comes first, and who does what."),
            "settled": gettext("What the law, the county or each municipality decides for itself."),
        }
    return given | {
        "opens_on": today,
        "response_deadline": deadline,
        "answers_due_on": deadline + USUAL_ANSWER_TIME,
    }
