"""The first pages of setting up a council: choose what to begin with."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from veivalg.web.councils.doors import invited, taken
from veivalg.web.councils.models import Council, Municipality, SetUpDraft
from veivalg.web.councils.operations import set_up as operations
from veivalg.web.councils.operations.set_up import AlreadySetUp
from veivalg.web.knowledge.asking import counties
from veivalg.web.thread import set_up
from veivalg.web.thread.forms import NewForm
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import searched


@takes_forms
@invited
def start(request: HttpRequest) -> HttpResponse:
    """Begin with a council of the starter list, with municipalities of one's own choice, or with nothing (sett opp)."""
    form = NewForm(request.POST if request.method == "POST" else None)
    if "council" in request.POST:
        council = Council.objects.filter(slug=request.POST["council"][:60].replace("\x00", "")).first()
        if council is None:
            raise Http404(gettext("There is no such council on the list."))
        try:
            draft = operations.start_from_list(actor=request.actor, council=council, now=timezone.now())
        except AlreadySetUp as error:
            return taken(request, error)
        return redirect(draft)
    if form.is_valid():
        return redirect(_new(request, form, []))
    words = searched(request)
    councils = list(Council.objects.with_members(on=timezone.localdate()))
    return render(
        request,
        "thread/set_up/start.html",
        {
            "form": form,
            "words": words,
            "drafts": SetUpDraft.objects.filter(account=request.account),
            "suggestions": set_up.suggestions(councils, words),
        },
        status=status_of(form),
    )


@takes_forms
@invited
def municipalities(request: HttpRequest) -> HttpResponse:
    """Choose municipalities from the list or on the map (kommuner). What is chosen stands in the address."""
    places = {place.code: place for place in Municipality.objects.real()}
    asked = request.POST if request.method == "POST" else request.GET
    choice = set_up.choice(asked, asked.getlist(set_up.CHOSEN), places)
    form = NewForm(initial={"short_name": choice.short_name})
    if request.method == "POST":
        if "show" in request.POST:
            return redirect(f"{request.path}?{choice.query}#kart")
        form = NewForm({"short_name": choice.short_name})
        if form.is_valid():
            return redirect(_new(request, form, [places[code] for code in sorted(choice.chosen)]))
    return render(
        request,
        "thread/set_up/municipalities.html",
        {
            "form": form,
            "choice": choice,
            "counties": counties(),
            "groups": set_up.by_county(places, choice.chosen),
            "map": set_up.drawing(choice, places),
            "most": set_up.MOST,
        },
        status=status_of(form),
    )


def _new(request: HttpRequest, form: NewForm, chosen: list[Municipality]) -> SetUpDraft:
    language = get_language()
    return operations.start_new(
        actor=request.actor,
        short_name=form.cleaned_data["short_name"],
        language=language if language in ("nb", "nn", "en") else "nb",
        municipalities=chosen,
        now=timezone.now(),
    )
