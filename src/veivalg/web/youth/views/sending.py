"""Pages where the young say what they think, and see what came of it; the secretariat registers what was said at a
meeting."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import SecondFactorNeeded
from veivalg.web.accounts import limits
from veivalg.web.accounts.secrets import new_key
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.dates import day, moment
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of
from veivalg.web.ui.numbers import number
from veivalg.web.ui.paging import paged
from veivalg.web.youth import page, queries
from veivalg.web.youth.forms.submissions import RegisterForm, SubmitForm
from veivalg.web.youth.models import YouthMatter, YouthSubmission
from veivalg.web.youth.models.submissions import IDEA_ANSWER_TIME
from veivalg.web.youth.operations import sending
from veivalg.web.youth.views.reading import PER_PAGE, about, found

KEY, NUMBER = "nokkel", "nr"


@takes_forms
@needs(Permission.YOUTH_SUBMISSION_SEND)
def submit(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Say what you think of a matter (si hva du mener)."""
    return _say(request, council, found(request, council, pk))


@takes_forms
@needs(Permission.YOUTH_SUBMISSION_SEND)
def idea(request: HttpRequest, council: Council) -> HttpResponse:
    """Tell of an idea of your own (egen idé)."""
    return _say(request, council, None)


@takes_forms
@needs(Permission.YOUTH_SUBMISSION_SEND)
def own(request: HttpRequest, council: Council) -> HttpResponse:
    """What you have said, what was done with it and what came of it (mine innspill); for a secretariat what it has
    registered from meetings."""
    context = about(request, council)
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    if request.method == "POST":
        _take_back(request, council)
        return redirect("youth:own", council.slug)
    if not context["is_young"]:
        # Some of what was said at meetings has not been published.
        _need_second_factor(actor)
    rows = queries.own(council, actor.account_id) if context["is_young"] else queries.registered(council)
    shown = paged(request, rows, per_page=PER_PAGE)
    heading = ngettext("You have said %(count)s thing", "You have said %(count)s things", shown.total)
    if not context["is_young"]:
        heading = ngettext(
            "%(count)s thing is registered from meetings", "%(count)s things are registered from meetings", shown.total
        )
    if not shown.total:
        heading = gettext("You have said nothing yet") if context["is_young"] else gettext("Nothing is registered yet")
    context |= {
        "heading": heading % {"count": number(shown.total)} if shown.total else heading,
        "page": shown,
        "found": page.shown(shown.rows, council, actor, on=today),
    }
    return render(request, "youth/own.html", context)


def _say(request: HttpRequest, council: Council, matter: YouthMatter | None) -> HttpResponse:
    context = about(request, council, row=matter)
    if not context["is_young"]:
        return _register(request, council, matter, context)
    today = timezone.localdate()
    form = SubmitForm(request.POST or None)
    typed = str(request.POST.get("text", ""))
    if matter is not None and not matter.is_open(today):
        return _closed(request, context, typed)
    key = request.POST.get(KEY, "")[:100] or new_key()
    status = 0
    if form.is_valid():
        now = timezone.now()
        try:
            limits.count(limits.YOUTH_SUBMISSIONS_A_DAY, request.account.pk, now=now)  # type: ignore[attr-defined]
            sent = sending.send_submission(
                actor=request.actor,  # type: ignore[attr-defined]
                council=council,
                matter_id=matter.pk if matter is not None else None,
                text=form.cleaned_data["text"],
                key=key,
                on=today,
                now=now,
            )
        except sending.TooLate:
            return _closed(request, context, typed)
        except NotPossible as error:
            error.put_on(form)
        except limits.TooMany as error:
            form.add_error(None, _wait(error))
            status = 429
        else:
            _thank(request, sent)
            return redirect("youth:own", council.slug)
    context |= {
        "form": form,
        "key": key,
        "due_on": matter.answers_due_on if matter is not None else today + IDEA_ANSWER_TIME,
    }
    return render(request, "youth/submit.html", context, status=status or status_of(form))


def _register(
    request: HttpRequest, council: Council, matter: YouthMatter | None, context: dict[str, Any]
) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]
    # Asked before the form is filled in, and not after.
    _need_second_factor(actor)
    form = RegisterForm(request.POST or None, initial={"received_on": today})
    if form.is_valid():
        try:
            made = sending.register_submission(
                actor=actor,
                council=council,
                matter_id=matter.pk if matter is not None else None,
                on=today,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except NotPossible as error:
            error.put_on(form)
        else:
            messages.success(request, gettext("It is registered. Say whether it is published."))
            return redirect("youth:moderate", council.slug, made.pk)
    context |= {
        "form": form,
        "heading": gettext("Register what the youth panel said at a meeting"),
        "lead": gettext("It is treated like all the rest: read, published or not, and answered."),
    }
    return render(request, "youth/form.html", context, status=status_of(form))


def _need_second_factor(actor: Actor) -> None:
    if not actor.has_second_factor:
        raise SecondFactorNeeded(Permission.YOUTH_SUBMISSION_MODERATE)


def _take_back(request: HttpRequest, council: Council) -> None:
    chosen = id_of(request.POST.get(NUMBER, ""))
    if chosen is None:
        messages.warning(request, gettext("Choose what to take back."))
        return
    try:
        sending.take_back(
            actor=request.actor,  # type: ignore[attr-defined]
            council=council,
            submission_id=chosen,
            now=timezone.now(),
        )
    except YouthSubmission.DoesNotExist:
        raise Http404(gettext("You have sent nothing with that number.")) from None
    except NotPossible as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, gettext("It is taken back. It is shown to nobody."))


def _thank(request: HttpRequest, sent: sending.Sent) -> None:
    if not sent.is_new:
        messages.success(request, gettext("It had been received already, once. Nothing was doubled."))
        return
    told = gettext("Thank you. The secretariat reads it first, and you get an answer by %(day)s.")
    messages.success(request, told % {"day": day(sent.submission.answer_due_on)})


def _closed(request: HttpRequest, context: dict[str, Any], text: str) -> HttpResponse:
    """It is too late; what was written stands there to be copied."""
    return render(request, "youth/closed.html", context | {"text": text[:20_000]}, status=409 if text else 200)


def _wait(error: limits.TooMany) -> str:
    return gettext("You have sent a lot today. Nothing is lost: try again %(moment)s.") % {
        "moment": moment(error.until)
    }
