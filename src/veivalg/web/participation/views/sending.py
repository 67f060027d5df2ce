"""The form that everyone may answer by, and the sender's own link (gi innspill)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from veivalg.web.accounts import browser, limits
from veivalg.web.accounts.secrets import key_hash, new_key
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.participation import page, queries
from veivalg.web.participation.forms.sending import BODY, CITIZEN, PARTICIPANT, ReceiptForm, SubmissionForm
from veivalg.web.participation.models import ParticipationRound, Submission
from veivalg.web.participation.operations import own, sending
from veivalg.web.participation.operations.answering import EMAIL_KEPT
from veivalg.web.participation.sent_text import name_of, parts_of
from veivalg.web.participation.views.reading import ABOUT, about, found
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.paging import plain

AS, KEY, STEP, TRAP = "som", "kvittering", "steg", "nettsted"
SEND, CHANGE = "send", "endre"
_SALT = "veivalg.submission"


@takes_forms
@public_in_council
def submit(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Say what you think of the draft or a part of it, without signing in (gi innspill)."""
    row = found(request, council, pk, is_published=True)
    today = timezone.localdate()
    participants = queries.own_participants(request.actor, council, on=today)
    mode = _mode(request, bool(participants))
    sent = request.POST if request.method == "POST" else None
    initial = {"about_key": plain(request.GET.get(ABOUT, ""))}
    form = SubmissionForm(sent, mode=mode, participants=participants, initial=initial)
    if not row.is_open(today):
        return _closed(request, row, council, str(sent.get("text", "")) if sent else "")
    parts = parts_of(page.plan_sent(row))
    key = _key(request)
    context = about(
        request, council, row=row, form=form, mode=mode, modes=_modes(row, council, bool(participants), initial),
        kept=EMAIL_KEPT.days, signed=signing.Signer(salt=_SALT).sign(key),
    )  # fmt: skip
    asked = str(form["about_key"].value() or "")
    if asked and asked not in parts:
        raise Http404(gettext("There is no such part in the draft."))
    context["part"] = name_of(parts, asked)
    status = 0
    if sent is not None and sent.get(TRAP):
        form.add_error(
            None, gettext("Something filled in a field that people cannot see. Look it over, and send it again.")
        )
    if sent is not None and form.is_valid() and sent.get(STEP) != CHANGE:
        context |= {"given": form.values, "sent": _sent_again(form, sent), "kind_words": _kind_words(form)}
        # Without a key of ours the form is looked over once more, with a new one.
        if sent.get(STEP) != SEND or sent.get(KEY) != context["signed"]:
            return render(request, "participation/preview.html", context)
        try:
            return _sent(request, council, row, form, key)
        except sending.TooLate:
            return _closed(request, row, council, form.values["text"])
        except NotPossible as error:
            error.put_on(form)
        except limits.TooMany as error:
            form.add_error(None, _wait(error))
            status = 429
    return render(request, "participation/submit.html", context, status=status or status_of(form))


@takes_forms
@public_in_council
def receipt(request: HttpRequest, council: Council, key: str) -> HttpResponse:
    """The sender's own link: how far it has come, the answer, and what they can do with it (kvittering)."""
    key = key[:100]
    rows = Submission.objects.select_related(
        "round__strategy", "answer", "participant__municipality", "participant__county"
    )
    submission = rows.filter(receipt_hash=key_hash(key), round__council=council).first()
    if submission is None:
        return _unknown(request, council)
    row, today = submission.round, timezone.localdate()
    row.council = council
    form = ReceiptForm(request.POST if request.POST.get("gjor") == "epost" else None)
    if request.method == "POST":
        told = _done(request, council, key, form)
        if told:
            messages.success(request, told)
            return _private(redirect("participation:receipt", council.slug, key))
    parts = parts_of(page.plan_sent(row))
    response = render(
        request,
        "participation/receipt.html",
        about(
            request,
            council,
            row=row,
            form=form,
            shown=page.shown([submission], row, council, parts, on=timezone.localdate())[0],
            may_withdraw=submission.state != Submission.State.WITHDRAWN
            and not hasattr(submission, "answer")
            and not row.is_past_deadline(today),
            is_late=today > row.answers_due_on and not hasattr(submission, "answer"),
            link=request.build_absolute_uri(request.path),
        ),
        status=status_of(form),
    )
    return _private(response)


def _done(request: HttpRequest, council: Council, key: str, form: ReceiptForm) -> str:
    """Do what the button says. Returns what to tell, or nothing when it could not be done."""
    given: dict[str, Any] = {"actor": request.actor, "council": council, "key": key, "now": timezone.now()}  # type: ignore[attr-defined]
    try:
        match request.POST.get("gjor"):
            case "epost":
                if form.is_valid():
                    _count(request, form.cleaned_data["email"], given["now"])
                    own.set_email(**given, email=form.cleaned_data["email"])
                    return gettext("A receipt is on its way, and the answer will come by mail.")
            case "navn":
                own.remove_name(**given)
                return gettext("Your name and address have been removed.")
            case "trekk":
                if not request.POST.get("is_sure"):
                    messages.warning(request, gettext("Tick the box first, so that nothing is withdrawn by mistake."))
                    return ""
                own.withdraw(**given, on=timezone.localdate())
                return gettext("Your submission has been withdrawn. It is shown to nobody.")
    except NotPossible as error:
        messages.warning(request, str(error))
    except limits.TooMany as error:
        messages.warning(request, _wait(error))
    return ""


def _sent(
    request: HttpRequest, council: Council, row: ParticipationRound, form: SubmissionForm, key: str
) -> HttpResponse:
    now = timezone.now()
    _count(request, form.values["email"], now)
    made = sending.send_submission(
        actor=request.actor,  # type: ignore[attr-defined]
        council=council,
        round_id=row.pk,
        key=key,
        values=form.values | {"language": get_language() or "nb"},
        on=timezone.localdate(now),
        now=now,
    )
    if made.is_new:
        messages.success(request, gettext("Thank you. Your submission has been received."))
    else:
        messages.success(request, gettext("It had been received already, once. Nothing was doubled."))
    return _private(redirect("participation:receipt", council.slug, made.key))


def _key(request: HttpRequest) -> str:
    """The key that the form carries, when it is one of ours; else a new one."""
    try:
        return signing.Signer(salt=_SALT).unsign(request.POST.get(KEY, "")[:200])
    except signing.BadSignature:
        return new_key()


def _mode(request: HttpRequest, has_participants: bool) -> str:
    asked = request.GET.get(AS, "")
    if asked == PARTICIPANT and has_participants:
        return PARTICIPANT
    return BODY if asked == BODY else CITIZEN


def _modes(
    row: ParticipationRound, council: Council, has_participants: bool, initial: dict[str, str]
) -> list[tuple[str, str, str]]:
    """As what one may answer: word, name and address."""
    address = reverse("participation:submit", args=[council.slug, row.pk])
    about_key = f"&{ABOUT}={initial['about_key']}" if initial["about_key"].isalnum() else ""
    names = [(CITIZEN, gettext("For yourself or your business")), (BODY, gettext("For a body or an organisation"))]
    if has_participants:
        names.append((PARTICIPANT, gettext("For your municipality")))
    return [(word, name, f"{address}?{AS}={word}{about_key}") for word, name in names]


def _sent_again(form: SubmissionForm, sent: Any) -> list[tuple[str, str]]:
    """What the form held, to be sent along from the page where it is looked over."""
    return [(name, sent.get(name, "")) for name in form.fields]


def _kind_words(form: SubmissionForm) -> str:
    return str(Submission.Kind(form.values["kind"]).label)


def _closed(request: HttpRequest, row: ParticipationRound, council: Council, text: str) -> HttpResponse:
    context = about(request, council, row=row, text=text[:200_000])
    return render(request, "participation/closed.html", context, status=409 if text else 200)


def _unknown(request: HttpRequest, council: Council) -> HttpResponse:
    """A link that is nobody's. Guessing is counted, and a guess is one in 2²⁵⁶."""
    try:
        limits.count(limits.LINKS_TRIED, browser.network(request), now=timezone.now())
    except limits.TooMany as error:
        return render(request, "accounts/link_refused.html", {"reason": _wait(error)}, status=429)
    raise Http404(gettext("We do not know this link. Open the one from the receipt, all of it."))


def _private(response: HttpResponse) -> HttpResponse:
    """The key stands in the address: no other site is told it, no search engine keeps it, and nothing is stored."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


def _count(request: HttpRequest, email: str, now: datetime) -> None:
    """Raises limits.TooMany for a network that sends too much, and for an address that is sent too much."""
    limits.count(limits.SUBMISSIONS_FROM_ONE_NETWORK, browser.network(request), now=now)
    if email:
        limits.count(limits.RECEIPTS_TO_ONE_ADDRESS, email, now=now)


def _wait(error: limits.TooMany) -> str:
    return gettext(
        "So much has been sent from your network, or to that address, that we must wait a little. Nothing is lost: try "
        "again after %(time)s."
    ) % {"time": f"{timezone.localtime(error.until):%H.%M}"}
