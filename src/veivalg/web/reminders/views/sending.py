"""The secretariat's pages: who is asked about what, what nobody can be asked about, and reminders sent by hand."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.reminders import queries
from veivalg.web.reminders.asking import AGAIN_DAYS, Standing, Why, cannot_words, ways_out, why_words
from veivalg.web.reminders.models import Referral
from veivalg.web.reminders.operations import digests, referrals
from veivalg.web.strategy.models import Action
from veivalg.web.strategy.responsible import name_of
from veivalg.web.ui.doors import gone_is_not_found, takes_forms
from veivalg.web.ui.paging import paged, searched

SHOW, UNREACHED = "vis", "ingen"


@needs(Permission.REMINDERS_REMINDER_SEND)
def overview(request: HttpRequest, council: Council) -> HttpResponse:
    """Which actions it is time to ask about, whom, and when they were last asked (påminnelser)."""
    on = timezone.localdate()
    found = queries.standing_actions(queries.followed_actions(council), on=on)
    due = [each for each in found if each.why is not None]
    unreached = [each for each in due if each.answering.cannot is not None]
    words, show = searched(request), request.GET.get(SHOW, "")
    chosen = [each for each in (unreached if show == UNREACHED else due) if _holds(each, words)]
    page = paged(request, sorted(chosen, key=_order), kept=(SHOW,))
    asked = queries.last_asked([each.action.pk for each in page.rows])
    return render(
        request,
        "reminders/overview.html",
        {
            "council": council,
            "heading": _heading(len(due), len(unreached)),
            "page": page,
            "rows": [_row(each, asked.get(each.action.pk)) for each in page.rows],
            "words": words,
            "show": show,
            "unreached": len(unreached),
            "total": len(due),
            "letters": len(queries.letters(on=on, council=council, found=found)),
            "is_quiet": digests.is_quiet(on),
            "days": AGAIN_DAYS,
            "referrals": list(queries.open_referrals(council)[:50]),
        },
    )


@takes_forms
@needs(Permission.REMINDERS_REMINDER_SEND)
def send(request: HttpRequest, council: Council) -> HttpResponse:
    """Send what is due, after a question (send påminnelser)."""
    now = timezone.now()
    on = timezone.localdate(now)
    if request.method == "POST":
        sent = digests.write_digests(actor=request.actor, council=council, on=on, now=now)
        text = ngettext("%(count)s person gets a mail.", "%(count)s people get a mail.", sent.people)
        nobody = gettext("Nobody was due, so nothing was sent.")
        if digests.is_quiet(on):
            nobody = gettext("Nobody is reminded in July. Wait until August.")
        messages.success(request, text % {"count": sent.people} if sent.people else nobody)
        return redirect("reminders:overview", slug=council.slug)
    letters = queries.letters(on=on, council=council)
    context = {"council": council, "letters": letters, "is_quiet": digests.is_quiet(on)}
    return render(request, "reminders/send.html", context)


@takes_forms
@needs(Permission.REMINDERS_REMINDER_SEND)
@gone_is_not_found
def settle(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Say that a referral has been dealt with, after a question."""
    referral = get_object_or_404(Referral.objects.select_related("action"), pk=pk, action__strategy__council=council)
    if request.method == "POST":
        referrals.settle_referral(actor=request.actor, council=council, referral_id=pk, now=timezone.now())
        messages.success(request, gettext("It is off the list."))
        return redirect("reminders:overview", slug=council.slug)
    return render(request, "reminders/settle.html", {"council": council, "referral": referral})


@takes_forms
@needs(Permission.REMINDERS_REMINDER_SEND)
@gone_is_not_found
def ask(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Ask about one action now, after a question (spør hvordan det går)."""
    now = timezone.now()
    on = timezone.localdate(now)
    action = Action.objects.select_related("strategy").filter(pk=pk, strategy__council=council).first()
    if action is None:
        raise Http404(gettext("There is no such action here."))
    action.strategy.council = council
    if request.method == "POST":
        try:
            count = digests.ask_about(actor=request.actor, council=council, action_id=pk, on=on, now=now)
        except NotPossible as error:
            messages.warning(request, str(error))
        else:
            text = ngettext("%(count)s person gets a mail.", "%(count)s people get a mail.", count)
            messages.success(request, text % {"count": count})
        return redirect(action)
    found = queries.standing_actions(Action.objects.filter(pk=pk), on=on)
    context: dict[str, Any] = {"council": council, "action": action, "is_quiet": digests.is_quiet(on)}
    context |= _row(found[0], queries.last_asked([pk]).get(pk)) if found else {"recipients": [], "cannot": ""}
    return render(request, "reminders/ask.html", context | {"is_followed": bool(found)})


def _heading(due: int, unreached: int) -> str:
    if not due:
        return gettext("No action needs a new answer now")
    text = ngettext("%(count)s action needs a new answer", "%(count)s actions need a new answer", due) % {"count": due}
    if not unreached:
        return text
    missing = ngettext("%(count)s has nobody to ask", "%(count)s have nobody to ask", unreached)
    return f"{text}, {missing % {'count': unreached}}"


def _row(each: Standing, last_asked: Any) -> dict[str, Any]:
    answering = each.answering
    return {
        "action": each.action,
        "responsible": name_of(each.action),
        "why": why_words(each.why) if each.why else "",
        "said": each.said,
        "recipients": answering.recipients,
        "cannot": cannot_words(answering.cannot) if answering.cannot else "",
        "ways": ways_out(each.action, answering.cannot) if answering.cannot else [],
        "last_asked": last_asked,
    }


def _holds(each: Standing, words: str) -> bool:
    names = " ".join(recipient.name for recipient in each.answering.recipients)
    text = f"{each.action.number} {each.action.text} {name_of(each.action)} {names}".casefold()
    return all(word in text for word in words.casefold().split())


def _order(each: Standing) -> tuple[bool, int, int]:
    """What nobody can be asked about first, then the most pressing."""
    place = list(Why).index(each.why) if each.why else 99
    return each.answering.cannot is None, place, each.action.number
