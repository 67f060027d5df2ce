"""The steps of setting up a council. Each has an address of its own, so that one can leave and come back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from veivalg.web.councils.doors import invited, taken
from veivalg.web.councils.models import Council, CountyAuthority, Municipality, SetUpDraft
from veivalg.web.councils.names import name_remark
from veivalg.web.councils.operations import set_up as operations
from veivalg.web.councils.operations.set_up import COUNTY, MUNICIPALITY, AlreadySetUp, DraftParticipant
from veivalg.web.councils.queries import councils_elsewhere
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.councils.setting_up.forms import AboutForm, NameForm, OwnNameForm, ParticipantsForm
from veivalg.web.ui.doors import View, takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.language import use_council_language
from veivalg.web.ui.words import norwegian_order

STEPS = ("name", "participants", "about", "done")


def of_draft(view: View) -> View:
    """For whoever began the draft; the view gets the draft instead of its slug."""

    @wraps(view)
    def behind(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        drafts = SetUpDraft.objects.select_related("council")
        draft = get_object_or_404(drafts, slug=slug, account=request.account)
        try:
            if draft.council is not None and draft.council.is_set_up:
                raise AlreadySetUp(draft.council)
            return view(request, draft, **kwargs)
        except AlreadySetUp as error:
            return taken(request, error)

    return behind


@takes_forms
@invited
@of_draft
def name(request: HttpRequest, draft: SetUpDraft) -> HttpResponse:
    """Step 1: what the council is called (navn)."""
    form = NameForm(request.POST or None, initial=draft.answers)
    if form.is_valid():
        draft = operations.fill_in(actor=request.actor, draft=draft, answers=form.cleaned_data, now=timezone.now())
        if remark := name_remark(form.cleaned_data["name"], on=timezone.localdate()):
            messages.warning(request, remark)
        return redirect("councils:set_up_participants", draft.slug)
    remark = name_remark(str(draft.answers.get("name", "")), on=timezone.localdate()) if "name" in draft.answers else ""
    return _step(request, draft, "name", {"form": form, "remark": remark}, status=status_of(form))


@takes_forms
@invited
@of_draft
def participants(request: HttpRequest, draft: SetUpDraft) -> HttpResponse:
    """Step 2: who takes part, and since when (deltakere)."""
    municipalities = list(Municipality.objects.real())
    counties = list(CountyAuthority.objects.all())
    rows = _rows(draft, municipalities, counties)
    form = ParticipantsForm(
        rows,
        request.POST or None,
        municipalities=municipalities,
        counties=counties,
        elsewhere=councils_elsewhere(
            [row.code for row in rows if row.kind == MUNICIPALITY],
            [row.code for row in rows if row.kind == COUNTY],
            but=draft.council_id,
            on=timezone.localdate(),
        ),
    )
    if form.is_valid():
        filled_in = form.filled_in()
        draft = operations.fill_in(actor=request.actor, draft=draft, participants=filled_in, now=timezone.now())
        if request.POST.get("step") == "add":
            return redirect("councils:set_up_participants", draft.slug)
        if any(row.takes_part for row in filled_in):
            return redirect("councils:set_up_about", draft.slug)
        form.add_error(None, gettext("Choose at least one participant."))
    source = f"{draft.council.source}, {draft.council.source_year}".strip(", ") if draft.council else ""
    return _step(request, draft, "participants", {"form": form, "source": source}, status=status_of(form))


@takes_forms
@invited
@of_draft
def about(request: HttpRequest, draft: SetUpDraft) -> HttpResponse:
    """Step 3: office, secretariat, personal data and archive (om rådet)."""
    chosen = [row["code"] for row in draft.participants if row["kind"] == MUNICIPALITY and row["takes_part"]]
    offices = Municipality.objects.real().filter(code__in=chosen)
    initial = dict(draft.answers)
    if isinstance(initial.get("is_own_legal_person"), bool):
        initial["is_own_legal_person"] = str(initial["is_own_legal_person"]).lower()
    form = AboutForm(request.POST or None, initial=initial, offices=offices)
    if form.is_valid():
        office = form.cleaned_data["office_municipality"]
        answers = form.cleaned_data | {"office_municipality": office.code if office else ""}
        draft = operations.fill_in(actor=request.actor, draft=draft, answers=answers, now=timezone.now())
        return redirect("councils:set_up_done", draft.slug)
    return _step(request, draft, "about", {"form": form}, status=status_of(form))


@takes_forms
@invited
@of_draft
def done(request: HttpRequest, draft: SetUpDraft) -> HttpResponse:
    """Step 4: look it over, and set it up (ferdig)."""
    problem = ""
    who = None if request.account.name else OwnNameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (who is None or who.is_valid()):
        own_name = who.cleaned_data["own_name"] if who else ""
        try:
            council = operations.set_up_council(actor=request.actor, draft=draft, now=timezone.now(), own_name=own_name)
        except (SetUpDraft.DoesNotExist, operations.MayNotSetUp):
            # Sent twice: the first one did it.
            return redirect("thread:my_page")
        except NotPossible as error:
            problem = str(error)
        else:
            # The next page is in the council's own language, and the message stands on it.
            use_council_language(request, council.language)
            messages.success(request, _what_comes_next(request, council))
            return redirect(council)
    places = {place.code: place for place in Municipality.objects.real()}
    names = {(MUNICIPALITY, code): place.name for code, place in places.items()}
    names |= {(COUNTY, county.code): county.name for county in CountyAuthority.objects.all()}
    form = AboutForm(offices=Municipality.objects.none())
    office = places.get(draft.answers.get("office_municipality") or "")
    shown = draft.answers | {"office_municipality": office.name if office else ""}
    context = {
        "problem": problem,
        "who": who,
        "remark": name_remark(str(draft.answers.get("name", "")), on=timezone.localdate()),
        "participants": [
            (names[row["kind"], row["code"]], row["starts_on"])
            for row in draft.participants
            if row["takes_part"] and (row["kind"], row["code"]) in names
        ],
        "facts": [(field.label, _in_words(shown.get(name))) for name, field in form.fields.items()],
    }
    return _step(request, draft, "done", context, status=422 if problem or (who and who.errors) else 200)


@takes_forms
@invited
@of_draft
def discard(request: HttpRequest, draft: SetUpDraft) -> HttpResponse:
    """Throw away what was filled in; asks first (forkast)."""
    if request.method == "POST":
        operations.discard(actor=request.actor, draft=draft)
        messages.success(request, gettext("What you had filled in has been thrown away."))
        return redirect("thread:set_up")
    return render(request, "councils/set_up/discard.html", {"draft": draft})


def _what_comes_next(request: HttpRequest, council: Council) -> SafeString:
    """That it is done, with links: to giving access, and to the second factor that it takes."""
    told = format_html(
        '{} <a href="{}">{}</a>.',
        gettext("The council is set up, and you are its secretariat."),
        reverse("councils:grant_role", args=[council.slug]),
        gettext("Give others access"),
    )
    if request.actor.has_second_factor:
        return told
    return format_html(
        '{} {} <a href="{}">{}</a>.',
        told,
        gettext("That takes a second factor: a code app or a passkey."),
        reverse("accounts:security"),
        gettext("Add one"),
    )


def _step(
    request: HttpRequest, draft: SetUpDraft, step: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    words = (gettext("Name"), gettext("Participants"), gettext("About the council"), gettext("Finish"))
    steps = [
        {"name": word, "url": reverse(f"councils:set_up_{name}", args=[draft.slug]), "is_here": name == step}
        for name, word in zip(STEPS, words, strict=True)
    ]
    number = STEPS.index(step) + 1
    return render(
        request,
        f"councils/set_up/{step}.html",
        {"draft": draft, "steps": steps, "number": number, **context},
        status=status,
    )


def _rows(
    draft: SetUpDraft, municipalities: list[Municipality], counties: list[CountyAuthority]
) -> list[DraftParticipant]:
    """What the draft has, and the county authorities of those municipalities as suggestions that are not ticked."""
    places = {place.code: place for place in municipalities}
    authorities = {county.code: county for county in counties}
    known: dict[str, Callable[[str], bool]] = {
        MUNICIPALITY: lambda code: code in places,
        COUNTY: lambda code: code in authorities,
    }
    rows = [DraftParticipant(**row) for row in draft.participants]
    rows = [row for row in rows if known[row.kind](row.code)]
    there = {row.code for row in rows if row.kind == COUNTY}
    wanted = {places[row.code].county_code for row in rows if row.kind == MUNICIPALITY} - there
    rows += [DraftParticipant(kind=COUNTY, code=code, takes_part=False) for code in sorted(wanted & authorities.keys())]
    return sorted(
        rows,
        key=lambda row: (
            row.kind == COUNTY,
            norwegian_order((places if row.kind == MUNICIPALITY else authorities)[row.code].name),
        ),
    )


def _in_words(value: Any) -> str:
    match value:
        case True:
            return gettext("Yes")
        case False:
            return gettext("No")
        case _:
            return str(value or gettext("Not said yet"))
