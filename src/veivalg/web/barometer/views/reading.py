"""Pages of the ten reasons (ti grunner) and of how a council's cooperation is (samarbeid)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.facts.cooperation import ten_reasons
from veivalg.web.barometer import behaviour, words
from veivalg.web.barometer.views.rounds import EDIT, result_context, result_or_none
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.ui.doors import public


@public
def reasons(request: HttpRequest) -> HttpResponse:
    """The ten reasons, one line each."""
    return render(request, "barometer/reasons.html", {"reasons": [words.told(each) for each in ten_reasons().values()]})


@public
def reason(request: HttpRequest, number: int) -> HttpResponse:
    """One reason: what it says, what to do, what we ask, what we can see without asking, and where it is worked on; for
    whoever is signed in, with a way to that room of their own councils."""
    found = list(ten_reasons().values())
    if not 1 <= number <= len(found):
        raise Http404(gettext("There are ten reasons, from 1 to 10."))
    told = [words.told(each) for each in found]
    return render(
        request,
        "barometer/reason.html",
        {
            "reason": told[number - 1],
            "places": [
                {"council": council.short_name, "url": words.room_url(council, told[number - 1].room)}
                for council in Council.objects.filter(pk__in=request.actor.council_ids).order_by("short_name")
            ],
            "count": len(told),
            "before": told[number - 2] if number > 1 else None,
            "after": told[number] if number < len(told) else None,
        },
    )


@public_in_council
def cooperation(request: HttpRequest, council: Council) -> HttpResponse:
    """The ten reasons for one council: what is done, measured today, beside what was answered last."""
    latest = result_or_none(council, None)
    if latest is not None:
        return render(request, "barometer/result.html", result_context(request, council, latest, is_latest=True))
    today = timezone.localdate()
    found = behaviour.counted(council, on=today)
    rows = [
        {
            "reason": (told := words.told(each)),
            "seen": words.seen(each, found),
            "room_url": words.room_url(council, told.room),
        }
        for each in ten_reasons().values()
    ]
    return render(
        request,
        "barometer/cooperation.html",
        {
            "council": council,
            "rows": rows,
            "heading": words.heading(found),
            "on": today,
            "may_edit": request.actor.may(EDIT, council_id=council.pk),
        },
    )
