"""Pages of development capacity (utviklingskapasitet): the five elements in each municipality."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from veivalg.facts.cooperation import capacity
from veivalg.web.barometer import files, result
from veivalg.web.barometer.capacity_result import capacity_of
from veivalg.web.barometer.models import RoundFinding
from veivalg.web.barometer.operations.publishing import publish_due
from veivalg.web.barometer.views.rounds import EDIT, ask_page, result_or_none, waiting_page
from veivalg.web.councils.doors import needs, public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.directions.words import limits_line
from veivalg.web.survey.models import Round
from veivalg.web.survey.words import kept_words, mode_words
from veivalg.web.ui.doors import takes_forms


@public_in_council
def latest(request: HttpRequest, council: Council) -> HttpResponse:
    """What the latest round found, or what the five elements are (kapasitet)."""
    finding = _finding(council, None)
    if finding is None:
        language = get_language() or "nb"
        elements = [{"name": each.name[language], "about": each.about[language]} for each in capacity()]
        context = {"council": council, "elements": elements, "may_edit": _may_edit(request, council)}
        return render(request, "barometer/capacity_first.html", context)
    return _page(request, council, finding)


@public_in_council
def round_page(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What one round found (runde)."""
    finding = _finding(council, pk)
    if finding is None:
        return waiting_page(request, council, pk, Round.Kind.CAPACITY)
    return _page(request, council, finding)


@takes_forms
@needs(EDIT)
def new_round(request: HttpRequest, council: Council) -> HttpResponse:
    """Prepare a round about capacity (ny runde)."""
    return ask_page(request, council, is_capacity=True)


@public_in_council
def answers_file(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """What the round found, to download (svar)."""
    found = result_or_none(council, pk, Round.Kind.CAPACITY)
    if found is None or kind not in files.KINDS:
        raise Http404(gettext("There is no such file."))
    return files.answer(found, kind)


def _finding(council: Council, pk: int | None) -> RoundFinding | None:
    publish_due(now=timezone.now(), council=council)
    found = result.findings(council, Round.Kind.CAPACITY)
    return next((each for each in found if pk is None or each.round_id == pk), None)


def _page(request: HttpRequest, council: Council, finding: RoundFinding) -> HttpResponse:
    finding.round.council = council
    found = capacity_of(finding)
    return render(
        request,
        "barometer/capacity.html",
        {
            "council": council,
            "round": finding.round,
            "result": found,
            "limits": limits_line(found.on),
            "mode": mode_words(finding.round.mode),
            "kept": kept_words(finding.round),
            "may_edit": _may_edit(request, council),
        },
    )


def _may_edit(request: HttpRequest, council: Council) -> bool:
    return bool(request.actor.may(EDIT, council_id=council.pk))
