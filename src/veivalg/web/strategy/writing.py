"""What every page that writes a plan has in common: who may open it, the form, and a move by a button."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.models import Action, Goal, Path, Strategy, new_key
from veivalg.web.strategy.operations.placing import Beside
from veivalg.web.ui.forms import status_of

_KEY = re.compile("[a-z2-9]{12}")
PLACE = "place"
"""Among what is sent to a page that moves: it was dragged, and lies beside another one."""
BY_SCRIPT = "X-Sent-By"
"""The head of a form that a script sends and waits for: it asks where to go, instead of going there itself."""


def edits(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Only for those who may write plans; what was removed while the page was read is not found.

    A form that a script has sent and that was taken is answered with the next page's address as JSON. The script then
    knows that it was stored, and the message on the next page is not used up.
    """

    @wraps(view)
    def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except ObjectDoesNotExist:
            raise Http404(gettext("It was removed while you were reading.")) from None
        if request.headers.get(BY_SCRIPT) == "script" and isinstance(response, HttpResponseRedirect):
            return JsonResponse({"to": response.url})
        return response

    return needs(Permission.STRATEGY_PLAN_EDIT)(found)


def form_page(
    request: HttpRequest,
    council: Council,
    form: Any,
    heading: str,
    strategy: Strategy | None,
    *,
    about: str = "",
    back: str = "",
    key: str = "",
) -> HttpResponse:
    """A page with one form and a way back. `key` is what something new is to be known by."""
    context = page_of(council, form=form, heading=heading, strategy=strategy, about=about, back=back, key=key)
    return render(request, "strategy/form.html", context, status=status_of(form))


def moved(
    request: HttpRequest, part: Goal | Path | Action, move: Callable[[int], Any], *, back: Strategy | None = None
) -> HttpResponse:
    """Move a part, tell how that went, and lead back to where the button was pressed."""
    try:
        move(whole_number(request.POST.get("version", "")) or 0)
    except ChangedMeanwhile:
        messages.warning(request, gettext("Someone changed it while you were reading. Nothing was moved. Look again."))
    except NotPossible as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, gettext("It has been moved, and the actions have new numbers."))
    if back is not None:
        return redirect(back)
    return redirect("strategy:move_action", part.strategy.council.slug, part.pk)  # type: ignore[union-attr]


def placed(request: HttpRequest, place: Callable[[int, Beside, int], Goal | Path | Action]) -> JsonResponse:
    """Lay a part down where a hand let go of it. `place` takes the version, beside whom, and under what.

    Answers with what to say: 200 when it lies there now, 409 when someone was faster, 400 when it cannot.
    """
    to = whole_number(request.POST.get("to", ""))
    beside = Beside(
        after=whole_number(request.POST.get("after", "")), before=whole_number(request.POST.get("before", ""))
    )
    try:
        place(whole_number(request.POST.get("version", "")) or 0, beside, to or 0)
    except ChangedMeanwhile:
        told = gettext("Someone changed it while you were reading. Nothing was moved.")
        return JsonResponse({"said": told}, status=409)
    except NotPossible as error:
        return JsonResponse({"said": str(error)}, status=400)
    return JsonResponse({"said": gettext("It has been moved, and the actions have new numbers.")})


def key_for_new(request: HttpRequest) -> str:
    """What the new part is known by: chosen with the form, so that one that is sent twice is made once."""
    sent = request.POST.get("key", "")
    return sent if _KEY.fullmatch(sent) else new_key()


def whole_number(text: str) -> int | None:
    """A number from a form; None when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def path_of(council: Council, pk: int) -> Path:
    """A path with its strategy. Raises Http404 for a path of another council."""
    path = get_object_or_404(Path.objects.select_related("goal__strategy"), pk=pk, goal__strategy__council=council)
    path.goal.strategy.council = council
    return path
