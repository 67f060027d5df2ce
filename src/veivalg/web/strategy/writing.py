"""What every page that writes a plan has in common: who may open it, the form, and a move by a button."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.doors import needs
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.models import Action, Goal, Path, Strategy
from veivalg.web.ui.forms import status_of


def edits(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Only for those who may write plans; what was removed while the page was read is not found."""

    @wraps(view)
    def found(*args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except ObjectDoesNotExist:
            raise Http404(gettext("It was removed while you were reading.")) from None

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
) -> HttpResponse:
    """A page with one form and a way back."""
    context = page_of(council, form=form, heading=heading, strategy=strategy, about=about, back=back)
    return render(request, "strategy/form.html", context, status=status_of(form))


def moved(
    request: HttpRequest, part: Goal | Path | Action, move: Callable[[int], Any], *, back: Strategy | None = None
) -> HttpResponse:
    """Move a part, tell how that went, and lead back to where the button was pressed."""
    asked = request.POST.get("version", "")
    version = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    try:
        move(version)
    except ChangedMeanwhile:
        messages.warning(request, gettext("Someone changed it while you were reading. Nothing was moved. Look again."))
    except NotPossible as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, gettext("It has been moved, and the actions have new numbers."))
    if back is not None:
        return redirect(back)
    return redirect("strategy:move_action", part.strategy.council.slug, part.pk)  # type: ignore[union-attr]


def path_of(council: Council, pk: int) -> Path:
    """A path with its strategy. Raises Http404 for a path of another council."""
    path = get_object_or_404(Path.objects.select_related("goal__strategy"), pk=pk, goal__strategy__council=council)
    path.goal.strategy.council = council
    return path
