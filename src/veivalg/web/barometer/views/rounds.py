"""Pages of rounds about the cooperation (runder): the list, a new one, what one found, and a page for the meeting."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, override

from veivalg.web.access.catalogue import Permission
from veivalg.web.barometer import behaviour, files, result
from veivalg.web.barometer.forms import AskForm
from veivalg.web.barometer.operations import rounds as operations
from veivalg.web.barometer.operations.publishing import publish_due
from veivalg.web.barometer.operations.rounds import Groups, Wanted
from veivalg.web.barometer.result import Result
from veivalg.web.councils.doors import needs, public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions.words import limits_line
from veivalg.web.survey.counting import CountForm, asks_to_count, counted
from veivalg.web.survey.models import Item, Round, TextAnswer
from veivalg.web.survey.models.rounds import LANGUAGES
from veivalg.web.survey.operations.rounds import Plan
from veivalg.web.survey.queries import rounds_of
from veivalg.web.survey.texts import texts_of
from veivalg.web.survey.words import kept_words, mode_words
from veivalg.web.ui.dates import end_of, month
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import Page, paged, plain

EDIT = Permission.BAROMETER_ROUND_EDIT
USUAL_LENGTH = timedelta(weeks=3)
TEXTS_PER_PAGE = 20


@public_in_council
def rounds(request: HttpRequest, council: Council) -> HttpResponse:
    """Every round about the cooperation or about capacity, the latest first (runder)."""
    now = timezone.now()
    publish_due(now=now, council=council)
    rows = rounds_of(council).filter(kind__in=(Round.Kind.COOPERATION, Round.Kind.CAPACITY)).select_related("finding")
    may_edit = request.actor.may(EDIT, council_id=council.pk)
    if not may_edit:
        rows = rows.exclude(opened_at=None)
    shown = paged(request, rows)
    for row in shown.rows:
        row.council = council
    context = {"council": council, "page": shown, "may_edit": may_edit, "now": now}
    return render(request, "barometer/rounds.html", context)


@takes_forms
@needs(EDIT)
def new_round(request: HttpRequest, council: Council) -> HttpResponse:
    """Prepare a round about the cooperation (ny runde)."""
    return ask_page(request, council, is_capacity=False)


def ask_page(request: HttpRequest, council: Council, *, is_capacity: bool) -> HttpResponse:
    """The form of a round of either kind, with what is usual filled in."""
    form = AskForm(request.POST or None, initial=_usual(council, is_capacity=is_capacity), is_capacity=is_capacity)
    count_form = CountForm(council, request.POST or None)
    on, found = timezone.localdate(), None
    if form.is_valid() and count_form.is_valid() and asks_to_count(request):
        found = counted(
            count_form,
            operations.groups_to_ask(council, _groups_of(form.cleaned_data), on=on),
            mode=form.cleaned_data["mode"],
            on=on,
        )
    elif form.is_valid() and count_form.is_valid():
        now, values = timezone.now(), form.cleaned_data
        where = {"actor": request.actor, "council": council, "on": on, "now": now}
        try:
            plan = _plan(council, values, now=now, is_capacity=is_capacity)
            if is_capacity:
                made = operations.make_capacity_round(plan=plan, **where)
            else:
                wanted = Wanted(
                    groups=_groups_of(values),
                    own_items=values["own_items"],
                    asks_leaders=values["asks_leaders"],
                    asks_words=values["asks_words"],
                )
                made = operations.make_barometer(plan=plan, wanted=wanted, **where)
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The round is prepared. Make the codes, and open it when you are ready."))
            return redirect("survey:round", council.slug, made.pk)
    context = {
        "council": council,
        "form": form,
        "count_form": count_form,
        "expected": found,
        "is_capacity": is_capacity,
    }
    return render(request, "barometer/ask.html", context, status=status_of(form, count_form))


def _groups_of(values: dict[str, Any]) -> Groups:
    """Capacity is always asked municipality by municipality."""
    return Groups(values["groups"]) if "groups" in values else Groups.PARTICIPANTS


@public_in_council
def round_page(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What a round found, with each group where it may be shown (runde)."""
    found = result_or_none(council, pk)
    if found is None:
        return waiting_page(request, council, pk, Round.Kind.COOPERATION)
    return render(request, "barometer/result.html", result_context(request, council, found, is_latest=False))


@public_in_council
def meeting(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One sheet of paper to bring to the meeting: three things to talk about, and a question for each (møte)."""
    found = result_or_none(council, pk)
    if found is None:
        raise Http404(gettext("There is nothing to show of this round yet."))
    return render(request, "barometer/meeting.html", {"council": council, "result": found, "round": found.round})


@public_in_council
def answers_file(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """What the round found, to download (svar)."""
    found = result_or_none(council, pk)
    if found is None or kind not in files.KINDS:
        raise Http404(gettext("There is no such file."))
    return files.answer(found, kind)


def result_or_none(council: Council, pk: int | None, kind: str = Round.Kind.COOPERATION) -> Result | None:
    """What a round found, or the latest of its kind; None before it has closed."""
    publish_due(now=timezone.now(), council=council)
    found = result.findings(council, kind)
    place = next((n for n, each in enumerate(found) if pk is None or each.round_id == pk), None)
    if place is None:
        return None
    today = behaviour.counted(council, on=timezone.localdate()) if kind == Round.Kind.COOPERATION else {}
    return result.result_of(found, place, today)


def result_context(request: HttpRequest, council: Council, found: Result, *, is_latest: bool) -> dict[str, Any]:
    """What the page of a result shows."""
    key = plain(request.GET.get("sporsmal", ""))
    return {
        "council": council,
        "result": found,
        "round": found.round,
        "mode": mode_words(found.round.mode),
        "kept": kept_words(found.round),
        "limits": limits_line(found.on),
        "is_latest": is_latest,
        "said": _said(request, found),
        "today": timezone.localdate(),
        "may_edit": request.actor.may(EDIT, council_id=council.pk),
        "chosen": next((line for line in found.lines if line.key == key), found.lines[0] if found.lines else None),
    }


def _said(request: HttpRequest, found: Result) -> Page | None:
    """Published texts, a page at a time; None for a round that asked for none."""
    if not any(item.kind == Item.Kind.TEXT for item in found.round.items.all()):
        return None
    rows = texts_of(found.round, TextAnswer.State.PUBLISHED)
    return paged(request, rows, kept=("sporsmal",), per_page=TEXTS_PER_PAGE)


def waiting_page(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """A round that has no result: the secretariat goes to its page, others are told when. Raises Http404."""
    rows = rounds_of(council).filter(pk=pk, kind=kind, finding=None)
    may_edit = request.actor.may(EDIT, council_id=council.pk)
    found = rows.first() if may_edit else rows.exclude(opened_at=None).first()
    if found is None:
        raise Http404(gettext("There is no such round."))
    if may_edit:
        return redirect("survey:round", council.slug, pk)
    context = {"council": council, "round": found, "opens_later": found.opens_at > timezone.now()}
    return render(request, "barometer/waiting.html", context)


def _plan(council: Council, values: dict[str, Any], *, now: datetime, is_capacity: bool) -> Plan:
    """Raises NotPossible for a last day that has passed."""
    first, last = values["opens_on"], values["closes_on"]
    opens_at = max(now, timezone.make_aware(datetime.combine(first, time())))
    closes_at = end_of(last)
    if closes_at <= opens_at:
        raise NotPossible(gettext("The last day must come after the first, and after today."), field="closes_on")
    usual = _usual(council, is_capacity=is_capacity)
    return Plan(
        kind=Round.Kind.CAPACITY if is_capacity else Round.Kind.COOPERATION,
        mode=Round.Mode(values["mode"]),
        title=_in_languages(council, "title", values["title"], usual, is_capacity),
        purpose=_in_languages(council, "purpose", values["purpose"], usual, is_capacity),
        opens_at=opens_at,
        closes_at=closes_at,
        keeps=Round.Keeps(values["keeps"]),
    )


def _in_languages(council: Council, name: str, text: str, usual: dict[str, Any], is_capacity: bool) -> dict[str, str]:
    """What was not changed is there in all languages; what the council wrote, in its own."""
    if " ".join(text.split()) != " ".join(usual[name].split()):
        return {council.language: text}
    return {language: _words(language, is_capacity=is_capacity)[name] for language in LANGUAGES}


def _usual(council: Council, *, is_capacity: bool) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        **_words(council.language, is_capacity=is_capacity),
        "mode": Round.Mode.ANONYMOUS,
        "groups": Groups.NONE,
        "opens_on": today,
        "closes_on": today + USUAL_LENGTH,
        "keeps": Round.Keeps.RESULTS,
    }


def _words(language: str, *, is_capacity: bool) -> dict[str, str]:
    with override(language):
        when = month(timezone.localdate())
        if is_capacity:
            return {
                "title": gettext("Development capacity in %(month)s") % {"month": when},
                "purpose": gettext(
                    "Each municipality sees what it has and what it lacks, and chooses one thing to strengthen."
                ),
            }
        return {
            "title": gettext("The cooperation in %(month)s") % {"month": when},
            "purpose": gettext(
                "The council sees what it should talk about first, and whether anything has become better since "
                "the last time."
            ),
        }
