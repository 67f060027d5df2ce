"""Pages that everyone may read: how resolutions stand among the municipalities (forankring)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.endorsements import briefing_paper, files, law, queries
from veivalg.web.endorsements import way as ways
from veivalg.web.endorsements.models import Endorsement, EndorsementRound
from veivalg.web.endorsements.standing import Standing
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.downloads import attachment
from veivalg.web.ui.paging import paged, searched
from veivalg.web.ui.words import norwegian_order

ANSWER, EDIT = Permission.ENDORSEMENTS_ENDORSEMENT_ANSWER, Permission.ENDORSEMENTS_ROUND_EDIT
STATE, YEAR = "status", "aar"
SHOWN_UNSENT = 10


@public_in_council
def overview(request: HttpRequest, council: Council) -> HttpResponse:
    """Every resolution that has been sent to the municipalities, and what has not (forankring)."""
    today = timezone.localdate()
    words, state = searched(request), _state(request)
    page = paged(request, queries.rounds(council, on=today, words=words, state=state), kept=(STATE,))
    standings = queries.standings(page.rows, on=today)
    may_edit = request.actor.may(EDIT, council_id=council.pk)
    unsent = list(queries.not_sent(council)[: SHOWN_UNSENT + 1]) if may_edit else []
    participants = sorted(queries.participants_asked(council), key=lambda row: norwegian_order(row.name))
    return render(
        request,
        "endorsements/list.html",
        {
            "council": council,
            "page": page,
            "standings": standings,
            "heading": _list_heading(page.total, council, on=today, is_narrowed=bool(words or state)),
            "words": words,
            "state": state,
            "states": [
                (queries.OPEN_NOW, gettext("Somebody owes an answer")),
                (queries.OVERDUE, gettext("The day has passed")),
                (queries.CLOSED, gettext("Everyone has answered")),
            ],
            "is_narrowed": bool(words or state),
            "may_edit": may_edit,
            "unsent": unsent[:SHOWN_UNSENT],
            "has_more_unsent": len(unsent) > SHOWN_UNSENT,
            "participants": participants,
            "query": request.GET.urlencode(),
        },
    )


@public_in_council
def overview_file(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """The same as a file, whole: one row for each resolution and municipality."""
    if kind not in files.KINDS:
        raise Http404(gettext("The endorsements can be had as csv and xlsx."))
    today = timezone.localdate()
    rows = queries.rounds(council, on=today, words=searched(request), state=_state(request))
    content = files.of(council, queries.standings(rows, on=today), kind)
    return attachment(content, f"forankring-{council.slug}.{kind}")


@public_in_council
def round(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """One resolution: each municipality, what was changed side by side, and whether it has taken effect."""
    found = round_or_404(council, pk)
    if found.resolution_id != pk:
        return redirect(found)
    today = timezone.localdate()
    (standing,) = queries.standings([found], on=today)
    own = request.actor.own_participant_ids(council.pk, ANSWER)
    may_edit = request.actor.may(EDIT, council_id=council.pk)
    return render(
        request,
        "endorsements/round.html",
        {
            "council": council,
            "standing": standing,
            "round": found,
            "resolution": found.resolution,
            "heading": _round_heading(standing),
            "rows": [
                {
                    "row": row,
                    "has_left": standing.has_left(row),
                    "may_answer": may_edit or (row.participant_id in own and not row.is_settled),
                }
                for row in standing.rows
            ],
            "advice": law.advice(found.resolution.kind, commits=found.commits, on=found.resolution.resolved_on),
            "may_edit": may_edit,
            "may_remove": may_edit and not any(row.result for row in standing.rows),
        },
    )


@public_in_council
def way(request: HttpRequest, council: Council) -> HttpResponse:
    """How long the way is, from the idea to the last municipality's answer (veien)."""
    typed = request.GET.get(YEAR, "")
    year = id_of(typed) if len(typed) == 4 else None
    return render(
        request,
        "endorsements/way.html",
        {
            "council": council,
            "may_edit": request.actor.may(EDIT, council_id=council.pk),
            **ways.content(council, on=timezone.localdate(), year=year),
        },
    )


@public_in_council
def paper(request: HttpRequest, council: Council, pk: int, endorsement: int) -> HttpResponse:
    """The briefing paper (saksframlegg) of one municipality, in its own language form."""
    row = endorsement_or_404(council, pk, endorsement)
    others = Endorsement.objects.filter(round=row.round_id).select_related(
        "participant__municipality", "participant__county"
    )
    names = sorted((each.participant.name for each in others), key=norwegian_order)
    return attachment(briefing_paper.of(row, names), briefing_paper.file_name(row))


def round_or_404(council: Council, resolution_id: int) -> EndorsementRound:
    """The round of a resolution, or of the text that replaced it."""
    found = queries.round_of(council, resolution_id)
    if found is None:
        raise Http404(gettext("This resolution has not been sent to the municipalities."))
    return found


def endorsement_or_404(council: Council, resolution_id: int, pk: int) -> Endorsement:
    """One municipality's row of a resolution."""
    return get_object_or_404(
        Endorsement.objects.with_everything(), pk=pk, round__council=council, round__resolution=resolution_id
    )


def _state(request: HttpRequest) -> str:
    asked = request.GET.get(STATE, "")
    return asked if asked in queries.STATES else ""


def _list_heading(total: int, council: Council, *, on: Any, is_narrowed: bool) -> str:
    if is_narrowed:
        if not total:
            return gettext("No resolution fits")
        return ngettext("%(count)s resolution fits", "%(count)s resolutions fit", total) % {"count": total}
    if not total:
        return gettext("Nothing has been sent to the municipalities yet")
    owing = queries.rounds(council, on=on, state=queries.OPEN_NOW).count()
    if not owing:
        return gettext("Every municipality has answered everything")
    return ngettext(
        "%(owing)s of %(total)s resolution waits for a municipality",
        "%(owing)s of %(total)s resolutions wait for a municipality",
        total,
    ) % {"owing": owing, "total": total}


def _round_heading(standing: Standing) -> str:
    names = {"yes": len(standing.yes), "whole": standing.whole}
    if standing.effect_on is not None:
        return gettext("Adopted by %(yes)s of %(whole)s, and in effect") % names
    if standing.cannot_take_effect:
        return gettext("Adopted by %(yes)s of %(whole)s; it cannot take effect as it stands") % names
    return gettext("Adopted by %(yes)s of %(whole)s, and not in effect yet") % names
