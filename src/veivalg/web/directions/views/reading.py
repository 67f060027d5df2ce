"""What everyone reads of choices of direction (retning)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.directions import figures, files, groups, page, queries, steps, words
from veivalg.web.directions.models import DirectionChoice
from veivalg.web.strategy.models import Strategy
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.downloads import attachment
from veivalg.web.ui.paging import paged, plain, searched

EDIT, REGISTER = Permission.DIRECTIONS_CHOICE_EDIT, Permission.DIRECTIONS_OUTCOME_REGISTER
OPTION, GROUP, OTHER = "alternativ", "gruppe", "mot"


@public_in_council
def choices(request: HttpRequest, council: Council) -> HttpResponse:
    """A council's choices of direction, with what the newest one has found."""
    said = searched(request)
    found = paged(request, queries.choices(council, request.actor, words=said))
    heading = gettext("No direction has been weighed yet")
    rows = []
    for n, each in enumerate(found.rows):
        each.council = council
        state = queries.state_of(each)
        rows.append({"choice": each, "state": state.value, "outcome": getattr(each, "outcome", None)})
        if n == 0 and found.number == 1 and not said:
            ratings = page.ratings_of(each)
            heading = words.title(ratings[-1]) if ratings else _state_heading(state)
            if found.total > 1:
                heading = gettext("“%(title)s”: %(finding)s") % {"title": each.heading, "finding": heading}
    if said:
        heading = ngettext("%(count)s choice fits", "%(count)s choices fit", found.total) % {"count": found.total}
    return render(
        request,
        "directions/choices.html",
        {
            "council": council,
            "page": found,
            "rows": rows,
            "heading": heading,
            "words": said,
            "may_edit": request.actor.may(EDIT, council_id=council.pk),
        },
    )


@public_in_council
def choice(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """A choice of direction: what is weighed, and when a round has closed, what people agree on."""
    found = visible(request, council, pk)
    ratings = page.ratings_of(found)
    state = queries.state_of(found)
    may_edit = request.actor.may(EDIT, council_id=council.pk)
    shown = figures.of_region(council, [id for row in found.options for id in row["figures"]])
    context: dict[str, Any] = {
        "council": council,
        "choice": found,
        "state": state.value,
        "heading": words.title(ratings[-1]) if ratings else found.heading,
        "options": [{**row, "shown": [shown[id] for id in row["figures"] if id in shown]} for row in found.weighed],
        "steps": steps.steps(found),
        "outcome": getattr(found, "outcome", None),
        "may_edit": may_edit,
        "may_register": request.actor.may(REGISTER, council_id=council.pk),
    }
    context["is_named"] = any(step["names"] for step in context["steps"])
    gate = page.gate_of(found, ratings[-1]) if ratings else None
    if may_edit:
        context["next_steps"] = steps.next_steps(found, may_go_on=gate is None or gate["is_open"])
        context["about_steps"] = steps.about_steps(context["next_steps"])
    if ratings:
        last = ratings[-1]
        context |= {
            "rating": last,
            "lead": page.lead(last),
            "limits": words.limits_line(timezone.localdate(last.taken.round.closed_at)),
            "rows": page.option_rows(last),
            "sides": groups.sides(last, plain(request.GET.get(OPTION, ""))),
            "pair": groups.pair(last, id_of(request.GET.get(GROUP, "")), id_of(request.GET.get(OTHER, ""))),
            "talks": page.talks(last),
            "gate": gate,
            "second": page.second_beside(ratings[0], last) if len(ratings) > 1 else None,
        }
    if context["outcome"] is not None:
        outcome = context["outcome"]
        if outcome.strategy is not None:
            outcome.strategy.council = council
        context["chosen"] = [found.option(key)["name"] for key in outcome.chosen]
        may_read = outcome.strategy is not None and (may_edit or outcome.strategy.state != Strategy.State.DRAFT)
        context["grown"] = page.grown(found, outcome) if may_read else []
    return render(request, "directions/choice.html", context)


@public_in_council
def result_file(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """The same result as a file, hidden in the same way."""
    if kind not in files.KINDS:
        raise Http404(gettext("The result can be had as csv and xlsx."))
    found = visible(request, council, pk)
    ratings = page.ratings_of(found)
    if not ratings:
        raise Http404(gettext("There is no result before the round has closed."))
    return attachment(files.of(found, ratings, kind), f"retning-{council.slug}-{found.pk}.{kind}")


def visible(request: HttpRequest, council: Council, pk: int) -> DirectionChoice:
    """The choice, for whoever may see it. Raises Http404."""
    found: DirectionChoice = get_object_or_404(queries.choices(council, request.actor), pk=pk)
    found.council = council
    for taken in found.rounds.all():
        taken.round.council = council
    return found


def _state_heading(state: queries.State) -> str:
    return {
        queries.State.DRAFT: gettext("A choice of direction is being prepared"),
        queries.State.OPEN: gettext("You are being asked which way to go"),
    }.get(state, gettext("The round has closed"))
