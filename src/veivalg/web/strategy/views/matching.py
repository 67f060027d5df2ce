"""The page where names from files are matched with those who answer for the actions (ansvarlige)."""

import re
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy import queries, unmatched
from veivalg.web.strategy.context import page_of
from veivalg.web.strategy.models import Strategy
from veivalg.web.strategy.operations.matching import Match, Matched, match_responsible
from veivalg.web.strategy.responsible import everyone
from veivalg.web.strategy.writing import edits
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.paging import paged, searched

_PAIR = "[0-9]{1,18}:[0-9]{1,9}"
_SEEN = re.compile(f"{_PAIR}(?: {_PAIR})*+ ?")
"""What begins a pair after the first is a space: then each text can be read in one way only, and at once."""
_MOST_NAMES = 200
"""More names than a page shows, so that whatever a form sends has an end."""


@takes_forms
@edits
def responsible(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """Every name that is nobody's, and whom it means (ansvarlige)."""
    strategy = get_object_or_404(Strategy, pk=pk, council=council)
    strategy.council = council
    if request.method == "POST":
        return _matched(request, council, strategy)
    words = searched(request).casefold()
    names = unmatched.gathered(queries.unmatched_actions(strategy))
    chosen = [name for name in names if all(word in name.text.casefold() for word in words.split())]
    page = paged(request, chosen)
    known = everyone(council, on=timezone.localdate())
    return render(
        request,
        "strategy/responsible.html",
        page_of(
            council,
            strategy=strategy,
            page=page,
            names=unmatched.with_suggestions(page.rows, known),
            count=len(names),
            action_count=sum(len(name.actions) for name in names),
            known=known.groups(),
        ),
    )


def _matched(request: HttpRequest, council: Council, strategy: Strategy) -> HttpResponse:
    matches = matches_in(request.POST)
    if not matches:
        messages.warning(request, gettext("Nobody was chosen, so nothing was changed."))
        return redirect("strategy:responsible", council.slug, strategy.pk)
    try:
        outcome = match_responsible(
            actor=request.actor,
            council=council,
            strategy_id=strategy.pk,
            matches=matches,
            on=timezone.localdate(),
            now=timezone.now(),
        )
    except NotPossible as error:
        messages.warning(request, str(error))
    else:
        _tell(request, outcome)
    return redirect("strategy:responsible", council.slug, strategy.pk)


def _tell(request: HttpRequest, outcome: Matched) -> None:
    if outcome.count:
        told = ngettext(
            "%(count)s action now has one who answers for it.",
            "%(count)s actions now have one who answers for them.",
            outcome.count,
        )
        messages.success(request, told % {"count": outcome.count})
    if outcome.left:
        told = ngettext(
            "This action was changed by someone while you were reading, and is left as it is: %(numbers)s.",
            "These actions were changed by someone while you were reading, and are left as they are: %(numbers)s.",
            len(outcome.left),
        )
        messages.warning(request, told % {"numbers": ", ".join(map(str, outcome.left[:50]))})
    if outcome.gone:
        told = ngettext(
            "%(count)s action was removed while you were reading.",
            "%(count)s actions were removed while you were reading.",
            outcome.gone,
        )
        messages.warning(request, told % {"count": outcome.gone})


def matches_in(data: Mapping[str, str]) -> list[Match]:
    """Those in the form for whom somebody was chosen."""
    found = []
    for number in range(_MOST_NAMES):
        key, seen = data.get(f"who-{number}", ""), data.get(f"seen-{number}", "")
        if key and _SEEN.fullmatch(seen):
            pairs = (pair.split(":") for pair in seen.split())
            found.append(
                Match(
                    text=data.get(f"text-{number}", "").replace("\r\n", "\n"),
                    key=key,
                    seen={int(pk): int(version) for pk, version in pairs},
                    others_take_part=data.get(f"others-{number}") == "yes",
                )
            )
    return found
