"""Pages behind a link in a reminder: one answer, with one thumb. Opening them changes nothing."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from veivalg.web.accounts import browser, limits
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.reminders import queries
from veivalg.web.reminders.forms import AnewForm, AnswerForm, ReferralForm
from veivalg.web.reminders.models import UpdateLink
from veivalg.web.reminders.operations import links, renewing
from veivalg.web.reminders.operations.links import LinkRefused, Opened, Reason
from veivalg.web.strategy import status
from veivalg.web.strategy.deadlines import overdue_after
from veivalg.web.strategy.models import Action
from veivalg.web.strategy.responsible import name_of
from veivalg.web.ui.doors import View, public, signed_in, takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.language import use_council_language

COOKIE = "oppdatering"
HOLDS_S = 12 * 3600


@public
def open_link(request: HttpRequest, key: str) -> HttpResponse:
    """The address in the mail. It only moves the key out of the address; programs that read mail change nothing."""
    try:
        link = links.found(key=_storable(key), network=browser.network(request), now=timezone.now())
    except LinkRefused as error:
        return _refused(request, str(error), key=_storable(key))
    except limits.TooMany as error:
        return _refused(request, _wait(error), status=429)
    response = redirect("reminders:answer", digest=link.digest_id, pk=link.pk)
    # Each mail has a cookie of its own: two that are open at once never answer for each other.
    browser.give(response, COOKIE, key, age=HOLDS_S, path=f"/oppdater/{link.digest_id}/")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def by_link(view: View) -> View:
    """For whoever has opened a link of the same mail in this browser; the view gets what was opened."""

    @wraps(view)
    def behind(request: HttpRequest, digest: int, pk: int) -> HttpResponse:
        key = _storable(request.COOKIES.get(COOKIE, ""))
        now = timezone.now()
        try:
            door = links.opened(key=key, digest_id=digest, link_id=pk, on=timezone.localdate(now), now=now)
            _use_language(request, door)
            response = view(request, door, {"key": key, "digest_id": digest, "link_id": pk})
        except LinkRefused as error:
            if not key:
                text = gettext("This browser does not know which mail you came from. Open the link in the mail again.")
                return _refused(request, text)
            return _refused(request, str(error), key=key if error.reason == Reason.EXPIRED else "")
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return public(behind)


@takes_forms
@by_link
def answer(request: HttpRequest, door: Opened, which: dict[str, Any]) -> HttpResponse:
    """How one action is going (oppdater tiltaket): the button that is pressed is the answer."""
    action = door.link.action
    form = AnswerForm(request.POST if request.method == "POST" else None, action=action)
    if form.is_valid():
        now = timezone.now()
        try:
            links.update_by_link(**which, **form.cleaned_data, on=timezone.localdate(now), now=now)
        except NotPossible as error:
            error.put_on(form)
        else:
            return redirect("reminders:receipt", digest=which["digest_id"], pk=which["link_id"])
    said = status.latest(Action.objects.filter(pk=action.pk), on=timezone.localdate()).get(action.pk)
    return render(request, "reminders/answer.html", _about(door, form=form, said=said), status=status_of(form))


@takes_forms
@signed_in
def own_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for someone who is signed in and answers for the action; from one's own page."""
    now = timezone.now()
    on = timezone.localdate(now)
    action = queries.with_people(queries.followed_actions().filter(pk=pk)).first()
    if action is None or not links.is_asked(request.actor, action, on=on):
        raise Http404(gettext("There is no action here that you answer for."))
    council = action.strategy.council
    use_council_language(request, council.language)
    form = AnswerForm(request.POST if request.method == "POST" else None, action=action)
    if form.is_valid():
        try:
            said = links.update_when_asked(actor=request.actor, action_id=pk, **form.cleaned_data, on=on, now=now)
        except NotPossible as error:
            error.put_on(form)
        else:
            words = gettext("Thank you. It stands as: %(status)s.") % {"status": said.get_status_display()}
            messages.success(request, words)
            return redirect(browser.HOME)
    said_last = status.latest(Action.objects.filter(pk=pk), on=on).get(pk)
    context = {
        "council": council,
        "action": action,
        "deadline": overdue_after(action),
        "responsible": name_of(action),
        "is_contact": action.contact is not None and action.contact.account_id == request.account.pk,
        "answers": status.answers(action),
        "form": form,
        "said": said_last,
    }
    return render(request, "reminders/answer.html", context, status=status_of(form))


@takes_forms
@by_link
def receipt(request: HttpRequest, door: Opened, which: dict[str, Any]) -> HttpResponse:
    """What was said (kvittering), a way to take it back, and the next action."""
    now = timezone.now()
    if request.method == "POST":
        try:
            links.undo_update(**which, on=timezone.localdate(now), now=now)
        except NotPossible as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, gettext("It is taken back. Nothing of it stands on the plan."))
        return redirect("reminders:answer", digest=which["digest_id"], pk=which["link_id"])
    said = door.link.said
    following = links.next_link(door.link)
    context = _about(
        door,
        said=said,
        standing=status.Standing(said.status, said) if said else None,
        may_undo=links.may_undo(said, now=now),
        undo_minutes=int(links.UNDO.total_seconds() // 60),
        following=following,
        following_url=_address("answer", following) if following else "",
        left=links.left_count(door.link),
    )
    return render(request, "reminders/receipt.html", context)


@takes_forms
@by_link
def refer_on(request: HttpRequest, door: Opened, which: dict[str, Any]) -> HttpResponse:
    """Tell the secretariat that others answer for it (noen andre har ansvaret)."""
    form = ReferralForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now = timezone.now()
        try:
            links.refer_on(**which, **form.cleaned_data, on=timezone.localdate(now), now=now)
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("Thank you. The secretariat will find out who it is."))
            return redirect("reminders:receipt", digest=which["digest_id"], pk=which["link_id"])
    return render(request, "reminders/refer_on.html", _about(door, form=form), status=status_of(form))


@takes_forms
@public
def send_anew(request: HttpRequest) -> HttpResponse:
    """Ask for new links instead of those that ran out. The answer does not tell whether anyone knows the old one."""
    if request.method != "POST":
        return _refused(request, gettext("Open the link in the mail to begin."), status=200)
    form = AnewForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else ""
    try:
        renewing.send_anew(key=_storable(key), network=browser.network(request), now=timezone.now())
    except limits.TooMany as error:
        return _refused(request, _wait(error), status=429)
    return render(request, "reminders/sent_anew.html")


def _about(door: Opened, **more: Any) -> dict[str, Any]:
    action = door.link.action
    council = action.strategy.council
    return {
        "council": council,
        "action": action,
        "deadline": overdue_after(action),
        "responsible": name_of(action),
        "is_contact": door.recipient.person is not None and action.contact_id == door.recipient.person.pk,
        "answers": status.answers(action),
        "answer_url": _address("answer", door.link),
        "receipt_url": _address("receipt", door.link),
        "refer_url": _address("refer_on", door.link),
        **more,
    }


def _address(name: str, link: UpdateLink) -> str:
    return reverse(f"reminders:{name}", kwargs={"digest": link.digest_id, "pk": link.pk})


def _use_language(request: HttpRequest, door: Opened) -> None:
    """The reader's own language if we know it, else the council's; what they chose in the browser goes before both."""
    account = door.recipient.account
    if account is not None and account.language and not request.language_chosen:
        translation.activate(account.language)
    else:
        use_council_language(request, door.link.action.strategy.council.language)


def _storable(key: str) -> str:
    """A key as it can be hashed; what no key of ours could be is none."""
    return key if len(key) <= 100 and key.isascii() else ""


def _refused(request: HttpRequest, reason: str, *, key: str = "", status: int = 410) -> HttpResponse:
    """A page that says why, and what next; with a key also a button that asks for a new link."""
    response = render(request, "reminders/refused.html", {"reason": reason, "key": key}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _wait(error: limits.TooMany) -> str:
    return gettext("Too many attempts from here. Wait until %(time)s and try again.") % {
        "time": f"{timezone.localtime(error.until):%H.%M}"
    }
