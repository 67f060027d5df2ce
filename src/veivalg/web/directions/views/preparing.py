"""What the secretariat does before people are asked."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions.forms import ChangeChoiceForm, ChoiceForm, StepForm, five_purposes, stored
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.directions.operations import asking, choices
from veivalg.web.directions.steps import STEP_WORDS
from veivalg.web.directions.views.reading import visible
from veivalg.web.directions.words import step_about
from veivalg.web.survey.counting import CountForm, asks_to_count, counted
from veivalg.web.survey.expected import GroupToAsk
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of

EDIT = Permission.DIRECTIONS_CHOICE_EDIT
USUAL_LENGTH = timedelta(weeks=3)
"""How long people are given when the secretariat says nothing else, as in the other rounds."""
_STEPS = {word: step for step, word in STEP_WORDS.items()}


@takes_forms
@needs(EDIT)
def make(request: HttpRequest, council: Council) -> HttpResponse:
    """Prepare a choice; the five purposes are filled in (nytt retningsvalg)."""
    form = ChoiceForm(request.POST or None, written_in=council.language, initial=five_purposes(council))
    if form.is_valid():
        try:
            made = choices.make_choice(actor=request.actor, council=council, values=form.values, now=timezone.now())
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The choice is ready. Now say how it is asked."))
            return redirect("directions:begin_step", council.slug, made.pk, STEP_WORDS[ChoiceRound.Step.RATING])
    return _form_page(request, council, form, gettext("Weigh a direction"))


@takes_forms
@needs(EDIT)
def change(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Change a choice while nobody has been asked (endre)."""
    found = visible(request, council, pk)
    form = ChangeChoiceForm(request.POST or None, written_in=found.language, initial=stored(found))
    if form.is_valid():
        try:
            choices.change_choice(
                actor=request.actor,
                council=council,
                choice_id=pk,
                version=form.cleaned_data["version"],
                values=form.values,
                now=timezone.now(),
            )
        except NotPossible as error:
            error.put_on(form)
        except ChangedMeanwhile as error:
            again = stored(DirectionChoice.objects.get(pk=pk))
            where = {"back": found.get_absolute_url(), "council": council, "mark": "directions/mark.html"}
            return conflict_page(request, form, error, stored=again, **where)
        else:
            messages.success(request, gettext("The choice has been changed."))
            return redirect(found)
    return _form_page(request, council, form, gettext("Change “%(name)s”") % {"name": found.heading}, found)


@takes_forms
@needs(EDIT)
def begin_step(request: HttpRequest, council: Council, pk: int, step: str) -> HttpResponse:
    """Say how a step is asked: mode, days and groups (steg). The round is opened on its own page."""
    if step not in _STEPS:
        raise Http404(gettext("There is no such step."))
    found = visible(request, council, pk)
    on = timezone.localdate()
    initial = _initial(found, _STEPS[step])
    form = StepForm(request.POST or None, choice=found, step=_STEPS[step], on=on, initial=initial)
    count_form = CountForm(council, request.POST or None)
    expected = None
    if form.is_valid() and count_form.is_valid() and asks_to_count(request):
        asked = form.asked
        expected = counted(count_form, _groups_to_ask(asked), mode=asked.mode, on=on)
    elif form.is_valid() and count_form.is_valid():
        try:
            taken = asking.begin_step(
                actor=request.actor, council=council, choice_id=pk, asked=form.asked, now=timezone.now()
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("The round is prepared. Open it here, and hand out the codes."))
            return redirect("survey:round", council.slug, taken.round_id)
    context = {
        "council": council,
        "choice": found,
        "form": form,
        "count_form": count_form,
        "expected": expected,
        "heading": str(_STEPS[step].label),
        "about": step_about(_STEPS[step]),
    }
    return render(request, "directions/step.html", context, status=status_of(form, count_form))


def _groups_to_ask(asked: asking.Asked) -> list[GroupToAsk]:
    """The groups that the round would have."""
    places = [GroupToAsk(name=one.name, participant_id=one.pk) for one in asked.participants]
    return [*places, *(GroupToAsk(name=name) for name in asked.groups)]


def _initial(found: DirectionChoice, step: ChoiceRound.Step) -> dict[str, Any]:
    """As the step before was asked, from today; the first one for elected members, municipality by municipality."""
    earlier = [row for row in found.rounds.all() if row.is_rating]
    today = timezone.localdate()
    days = {"opens_on": today, "closes_on": today + USUAL_LENGTH}
    given: dict[str, Any] = {"mode": "anonymous", "by_municipality": True, "kinds": []}
    if earlier:
        last = earlier[-1]
        groups = list(last.round.groups.all())
        kinds = list(last.group_kinds.values())
        others = [group for group in groups if group.participant_id is None]
        named = [group.name for group in others if str(group.pk) not in last.group_kinds]
        given = {
            "mode": last.round.mode,
            "by_municipality": any(group.participant_id for group in groups),
            "kinds": kinds,
            "more_groups": "\n".join(named),
        }
    if step == ChoiceRound.Step.DOTS:
        given["amount"] = max(2, round(len(found.options) / 3))
    keys = [row["key"] for row in found.options]
    # More than can be scored: the secretariat chooses, not the order they stand in.
    is_too_many = step == ChoiceRound.Step.STAR and len(keys) > asking.STAR_OPTIONS[1]
    return given | days | {"option_keys": [] if is_too_many else keys}


def _form_page(
    request: HttpRequest, council: Council, form: ChoiceForm, heading: str, found: DirectionChoice | None = None
) -> HttpResponse:
    context = {"council": council, "form": form, "heading": heading, "choice": found}
    return render(request, "directions/form.html", context, status=status_of(form))
