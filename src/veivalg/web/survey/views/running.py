"""What the secretariat needs to let people answer: open, hand out, show, type in, close. Never a result."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey import beside, codes, expected, queries, texts
from veivalg.web.survey.forms.answering import LinksForm, PaperForm, SlipsForm, asked, read_form
from veivalg.web.survey.models import Group, Item, Round, TextAnswer
from veivalg.web.survey.operations import answering, closing, handing_out, rounds
from veivalg.web.survey.questions import AnswersWrong
from veivalg.web.survey.results import shown_count
from veivalg.web.survey.words import kept_words, mode_words
from veivalg.web.ui import qr
from veivalg.web.ui.doors import gone_is_not_found, takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.numbers import listed

EDIT, RUN = Permission.SURVEY_ROUND_EDIT, Permission.SURVEY_ROUND_RUN
State = TextAnswer.State


@needs(EDIT)
def round_page(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """A round as it stands: who may answer, how many have, and what can be done (runde)."""
    found = round_of(council, pk)
    context = {
        **about(found),
        "expected": expected.by_codes(found),
        "items": (items := queries.items_of(found)),
        "may_run": request.actor.may(RUN, council_id=council.pk),
        "place": beside.places([found]).get(found.pk),
        "unread": texts.counts_of(found)[State.UNREAD] if any(item.kind == Item.Kind.TEXT for item in items) else 0,
        "has_texts": found.is_closed and any(item.kind == Item.Kind.TEXT for item in items),
    }
    return render(request, "survey/round.html", context)


@needs(EDIT)
def screen(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """For the wall of the room: where to go, and how many have answered (storskjerm)."""
    found = round_of(council, pk)
    address = codes.address("").partition("#")[0]
    context = {
        **about(found),
        "address": address.partition("://")[2],
        "drawing": qr.drawing(address, label=gettext("QR code of %(address)s") % {"address": address}),
    }
    return render(request, "survey/screen.html", context)


@takes_forms
@needs(RUN)
@gone_is_not_found
def open_round(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Make the questions final and take answers; asks first (åpne)."""
    found = round_of(council, pk)
    problem = hindrance = beside.hindrance(found) if found.opened_at is None else ""
    if request.method == "POST":
        try:
            rounds.open_round(actor=request.actor, council=council, round_id=pk, now=timezone.now())
        except NotPossible as error:
            problem = str(error)
        else:
            messages.success(request, _what_next(found))
            return redirect("survey:round", council.slug, pk)
    context = {
        **about(found),
        "problem": problem,
        "is_hindered": bool(hindrance),
        "items": queries.items_of(found),
        "expected": expected.by_codes(found) if found.issued_count else None,
    }
    is_refused = request.method == "POST" and problem
    return render(request, "survey/open.html", context, status=422 if is_refused else 200)


@takes_forms
@needs(RUN)
@gone_is_not_found
def close(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Close the round for good; asks first (lukk)."""
    found, problem = round_of(council, pk), ""
    if request.method == "POST":
        try:
            closing.close_round(actor=request.actor, council=council, round_id=pk, now=timezone.now())
        except NotPossible as error:
            problem = str(error)
        else:
            messages.success(request, gettext("The round has closed. Nobody can answer any more."))
            return redirect("survey:round", council.slug, pk)
    return render(request, "survey/close.html", {**about(found), "problem": problem}, status=422 if problem else 200)


@takes_forms
@needs(RUN)
@gone_is_not_found
def slips(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Make codes for slips, and print them: they are shown once (lapper)."""
    found = round_of(council, pk)
    form = SlipsForm(found, request.POST or None, initial={"issued_seen": found.issued_count})
    if form.is_valid():
        try:
            made = handing_out.issue_slips(
                actor=request.actor,
                council=council,
                round_id=pk,
                counts=form.counts,
                now=timezone.now(),
                issued_seen=form.cleaned_data["issued_seen"],
            )
        except handing_out.IssuedMeanwhile as error:
            messages.warning(request, str(error))
            return redirect("survey:slips", council.slug, pk)
        except NotPossible as error:
            error.put_on(form)
        else:
            # Answered at once and not after a redirect: the codes are kept nowhere.
            drawn = [(slip, qr.drawing(codes.address(slip.code), label=slip.code)) for slip in made]
            address = codes.address("").partition("#")[0].partition("://")[2]
            response = render(request, "survey/printed.html", {**about(found), "slips": drawn, "address": address})
            response.headers["Cache-Control"] = "no-store"
            return response
    return render(request, "survey/slips.html", {**about(found), "form": form}, status=status_of(form))


@takes_forms
@needs(RUN)
@gone_is_not_found
def links(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Send personal links to those who sit in a body (lenker)."""
    found = round_of(council, pk)
    form = LinksForm(council, request.POST or None)
    if form.is_valid():
        seats = queries.seated(found, form.cleaned_data["body"], on=timezone.localdate())
        step = request.POST.get("step")
        try:
            if step == "paper":
                invited = handing_out.invite_to_paper(
                    actor=request.actor,
                    council=council,
                    round_id=pk,
                    people=[(seat.person, seat.group) for seat in seats if not seat.person.email],
                    now=timezone.now(),
                )
                return _on_paper(request, found, seats, [person.name for person in invited])
            if step == "remind":
                people = [seat.person for seat in seats]
                count = handing_out.remind(
                    actor=request.actor, council=council, round_id=pk, people=people, now=timezone.now()
                )
                missed = []
            else:
                people_and_groups = [(seat.person, seat.group) for seat in seats]
                mailed = handing_out.mail_codes(
                    actor=request.actor, council=council, round_id=pk, people=people_and_groups, now=timezone.now()
                )
                count, missed = mailed.count, mailed.missed
        except NotPossible as error:
            error.put_on(form)
        else:
            text = ngettext("%(count)s mail is on its way.", "%(count)s mails are on their way.", count)
            if count or not missed:
                messages.success(request, text % {"count": count})
            if missed:
                names = ", ".join(person.name for person in missed)
                text = gettext("No e-mail address is registered for: %(names)s.") % {"names": names}
                more = gettext("Register their addresses under People, or let them answer on paper.")
                messages.warning(request, f"{text} {more}")
            return redirect("survey:round", council.slug, pk)
    return render(request, "survey/links.html", {**about(found), "form": form}, status=status_of(form))


def _what_next(found: Round) -> str:
    """What the secretary does when a round has opened: codes on slips are for anonymous rounds only."""
    if found.is_anonymous:
        return gettext("The round is open. Hand out the codes.")
    return gettext("The round is open. Send each a personal link, or let those without e-mail answer on paper.")


def _on_paper(
    request: HttpRequest, found: Round, seats: Sequence[queries.Seat[Group]], names: list[str]
) -> HttpResponse:
    """Say who can answer on paper now, and where it is typed in; and who cannot before a link has been sent."""
    asked = set(found.invitations.values_list("person_id", flat=True))
    if names:
        text = gettext("These can answer on paper: %(names)s. Type in what they write here.")
        messages.success(request, text % {"names": listed(names)})
    if waiting := [seat.person.name for seat in seats if seat.person.email and seat.person.pk not in asked]:
        text = gettext(
            "These have an e-mail address, and can be typed in from paper only when a link has been sent to them: "
            "%(names)s. Send the links first. Whoever then answers on paper is in the list."
        )
        messages.warning(request, text % {"names": listed(waiting)})
    elif not names:
        messages.warning(request, gettext("Everyone who sits there is in the list already. Type in what they write."))
    is_sending = bool(waiting) and not names
    return redirect("survey:links" if is_sending else "survey:paper", found.council.slug, found.pk)


@takes_forms
@needs(RUN)
@gone_is_not_found
def paper(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Type in what someone answered on paper (papir)."""
    found = round_of(council, pk)
    items = queries.items_of(found)
    form = PaperForm(found, request.POST or None)
    given: dict[str, Any] = read_form(items, request.POST) if request.method == "POST" else {}
    wrong: dict[int | None, str] = {}
    sending = request.POST.get("sending", "")[:100] or secrets.token_urlsafe(16)
    if form.is_valid():
        invitation = form.cleaned_data.get("invitation")
        try:
            answering.enter_paper_ballot(
                actor=request.actor,
                council=council,
                round_id=pk,
                code=form.cleaned_data.get("code", ""),
                invitation_id=invitation.pk if invitation else None,
                answers=given,
                sending=sending,
                now=timezone.now(),
            )
        except AnswersWrong as error:
            wrong = error.wrong
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(
                request, gettext("The paper ballot has been counted. Mark it, so that it is not typed in twice.")
            )
            return redirect("survey:paper", council.slug, pk)
    context = {
        **about(found),
        "form": form,
        "items": asked(found, items, given, wrong),
        "problem": wrong.get(None, ""),
        "sending": sending,
        "is_nobody_left": not found.is_anonymous and not found.invitations.filter(ballot=None).exists(),
    }
    return render(request, "survey/paper.html", context, status=422 if wrong or form.errors else 200)


def round_of(council: Council, pk: int) -> Round:
    """The round, closed first if its deadline has passed. Raises Http404."""
    closing.close_if_due(pk, now=timezone.now())
    found: Round = get_object_or_404(Round, pk=pk, council=council)
    found.council = council
    return found


def about(found: Round) -> dict[str, Any]:
    """What every page of a round tells its template."""
    now = timezone.now()
    return {
        "council": found.council,
        "round": found,
        "mode": mode_words(found.mode),
        "kept": kept_words(found),
        "answered": shown_count(found, queries.answered_count(found)) if not found.is_closed else found.ballot_count,
        "takes_answers": found.takes_answers(now),
        "is_ahead": found.opened_at is not None and not found.is_closed and now < found.opens_at,
        "url": reverse("survey:round", args=[found.council.slug, found.pk]),
    }
