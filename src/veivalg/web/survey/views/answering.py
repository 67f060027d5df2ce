"""Answering with a code (svar). Nobody is signed in here, and nothing is logged: the code comes in a form, never in an
address that is sent to the server."""

import secrets
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.accounts.limits import TooMany
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey import queries
from veivalg.web.survey.forms.answering import AskedCodeForm, asked, read_form
from veivalg.web.survey.models import Round
from veivalg.web.survey.operations import answering
from veivalg.web.survey.questions import AnswersWrong
from veivalg.web.survey.words import kept_words, mode_words
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.doors import public, takes_forms
from veivalg.web.ui.language import use_council_language


def without_trace(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No store on the way keeps the page, and a refused answer stands in no log either."""

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response._has_been_logged = True  # type: ignore[attr-defined]
        return response

    return behind


@public
@takes_forms
@without_trace
def enter_code(request: HttpRequest) -> HttpResponse:
    """Type the code (kode), and get the questions at once: nothing about it is kept in the browser."""
    form = AskedCodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            holder = answering.holder_of(form.cleaned_data["code"], now=timezone.now())
        except NotPossible as error:
            if isinstance(error, answering.NotOpen):
                use_council_language(request, error.round.council.language)
            error.put_on(form)
            status = 409 if isinstance(error, answering.NotOpen) else 403
        except TooMany as error:
            form.add_error(None, _wait(error))
            status = 429
        else:
            earlier = holder.ballot()
            # In an anonymous round not even the holder of the slip is shown what it answered before.
            given = earlier.answers if earlier is not None and not holder.round.is_anonymous else {}
            return _questions(request, holder, given, turn=earlier.turn if earlier else 0)
    return render(request, "survey/code.html", {"form": form}, status=status)


@public
@takes_forms
@without_trace
def answer(request: HttpRequest) -> HttpResponse:
    """Count the answer (svar). The page itself is only reached by sending a form."""
    if request.method != "POST":
        return redirect("survey:code")
    data = request.POST
    code, sending, now = data.get("code", "")[:100], data.get("sending", "")[:100], timezone.now()
    round_id, turn = id_of(data.get("round", "")) or 0, _small(data.get("turn", ""))
    found = Round.objects.select_related("council").filter(pk=round_id).first()
    if found is not None and found.opened_at is not None:
        use_council_language(request, found.council.language)
    given = read_form(queries.items_of(found), data) if found is not None else {}
    given |= dict.fromkeys(_strange(data, given), "?")
    try:
        answering.submit_ballot(code=code, round_id=round_id, answers=given, sending=sending, turn=turn, now=now)
    except AnswersWrong as error:
        try:
            holder = answering.holder_of(code, now=now)
        except (NotPossible, TooMany) as closed:
            return _refused(request, str(closed), status=409)
        return _questions(request, holder, given, turn=turn, sending=sending, wrong=error.wrong)
    except NotPossible as error:
        if isinstance(error, answering.NotOpen):
            use_council_language(request, error.round.council.language)
        return _refused(request, str(error), status=403 if isinstance(error, answering.CodeUnknown) else 409)
    except TooMany as error:
        return _refused(request, _wait(error), status=429)
    return redirect("survey:receipt", round_id)


@public
@without_trace
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer has been counted (kvittering): the same for everyone, and what the mode means."""
    found = Round.objects.select_related("council").filter(pk=pk).exclude(opened_at=None).first()
    if found is None:
        raise Http404(gettext("There is no such round."))
    use_council_language(request, found.council.language)
    context = {"round": found, "mode": mode_words(found.mode), "kept": kept_words(found)}
    return render(request, "survey/receipt.html", context)


def _questions(
    request: HttpRequest,
    holder: answering.Holder,
    given: Mapping[str, Any],
    *,
    turn: int,
    sending: str = "",
    wrong: Mapping[int | None, str] | None = None,
) -> HttpResponse:
    found = holder.round
    use_council_language(request, found.council.language)
    wrong = wrong or {}
    context = {
        "round": found,
        "mode": mode_words(found.mode),
        "kept": kept_words(found),
        "items": asked(found, queries.items_of(found), given, wrong),
        "problem": wrong.get(None, ""),
        "wrong_count": len(wrong),
        "code": holder.code,
        "turn": turn,
        "sending": sending or secrets.token_urlsafe(16),
        "person": holder.invitation.person if holder.invitation else None,
        "has_answered": turn > 0,
        "is_moved": queries.deadline_was_moved(found),
    }
    return render(request, "survey/answer.html", context, status=422 if wrong else 200)


def _refused(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    return render(request, "survey/refused.html", {"reason": reason}, status=status)


def _strange(data: Mapping[str, str], given: Mapping[str, Any]) -> list[str]:
    """Numbers of items that the form answers and that are not in the round."""
    names = {name.partition("-")[0].removeprefix("q") for name in data if name.startswith("q")}
    return [name for name in names if name not in given]


def _small(text: str) -> int:
    """A small number from a form; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _wait(error: TooMany) -> str:
    return gettext("Too many wrong codes have been tried. Wait until %(time)s and try again.") % {
        "time": f"{timezone.localtime(error.until):%H.%M}"
    }
