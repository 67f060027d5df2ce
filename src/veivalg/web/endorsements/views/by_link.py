"""The page behind a link in a mail: one answer for one municipality, confirmed once. Opening it changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from veivalg.web.accounts import browser, limits
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements.forms import AnswerForm
from veivalg.web.endorsements.models import Endorsement
from veivalg.web.endorsements.operations import links
from veivalg.web.endorsements.operations.answers import AnswerRefused, Broken
from veivalg.web.endorsements.operations.links import LinkRefused, Opened
from veivalg.web.ui.doors import gone_is_not_found, public, takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.language import use_council_language

COOKIE = "forankring"
HOLDS_S = 12 * 3600
STEP, CONFIRM, CHANGE = "step", "confirm", "change"


@public
def open_link(request: HttpRequest, key: str) -> HttpResponse:
    """The address in the mail. It only moves the key out of the address; programs that read mail change nothing."""
    try:
        link = links.found(key=_storable(key), network=browser.network(request), now=timezone.now())
    except LinkRefused as error:
        return _refused(request, str(error))
    except limits.TooMany as error:
        text = gettext("Too many attempts from here. Wait until %(time)s and try again.")
        return _refused(request, text % {"time": f"{timezone.localtime(error.until):%H.%M}"}, status=429)
    path = reverse("endorsements:answer_by_link", args=[link.pk])
    response = redirect(path)
    # Each link has a cookie of its own: two that are open at once never answer for each other.
    browser.give(response, COOKIE, key, age=HOLDS_S, path=path)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@takes_forms
@public
@gone_is_not_found
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What has the municipality resolved? Written, read once more, and confirmed; afterwards only shown."""
    key = _storable(request.COOKIES.get(COOKIE, ""))
    now = timezone.now()
    on = timezone.localdate(now)
    try:
        door = links.opened(key=key, link_id=pk, on=on, now=now)
        _use_language(request, door)
        response = _page(request, door, key)
    except LinkRefused as error:
        text = str(error) if key else gettext("Open the link in the mail again: this browser does not know it.")
        return _refused(request, text)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, door: Opened, key: str) -> HttpResponse:
    row, now = door.row, timezone.now()
    context = {"council": row.round.council, "row": row, "resolution": row.round.resolution, "round": row.round}
    if door.is_answered and request.method != "POST":
        return render(request, "endorsements/link_answered.html", context)
    default = Endorsement.ByWhom.COUNTY_COUNCIL if row.participant.county_id else Endorsement.ByWhom.MUNICIPAL_COUNCIL
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"by_whom": default})
    step = request.POST.get(STEP, "")
    if step != CHANGE and form.is_valid():
        act = links.answer_by_link if step == CONFIRM else links.look_over
        try:
            act(key=key, link_id=door.link.pk, answer=form.answer, on=timezone.localdate(now), now=now)
        except NotPossible as error:
            if isinstance(error, AnswerRefused) and error.rule is Broken.ANSWERED:
                row.refresh_from_db()
                return render(
                    request, "endorsements/link_answered.html", {**context, "refused": str(error)}, status=409
                )
            error.put_on(form)
        else:
            if step == CONFIRM:
                return redirect(request.path)
            sent = [(name, request.POST.get(name, "")) for name in form.fields]
            shown = _shown(form)
            return render(request, "endorsements/link_confirm.html", {**context, "sent": sent, "shown": shown})
    return render(request, "endorsements/link_answer.html", {**context, "form": form}, status=status_of(form))


def _shown(form: AnswerForm) -> Endorsement:
    """What was written, as a row that is not stored, for the page that asks once more."""
    return Endorsement(**form.answer.values)


def _use_language(request: HttpRequest, door: Opened) -> None:
    """The reader's own language if we know it, else the council's; what they chose in the browser goes before both."""
    language = door.link.account.language
    if language and not request.language_chosen:
        translation.activate(language)
    else:
        use_council_language(request, door.row.round.council.language)


def _storable(key: str) -> str:
    """A key as it can be hashed; what no key of ours could be is none."""
    return key if len(key) <= 100 and key.isascii() else ""


def _refused(request: HttpRequest, reason: str, *, status: int = 410) -> HttpResponse:
    response = render(request, "endorsements/link_refused.html", {"reason": reason}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
