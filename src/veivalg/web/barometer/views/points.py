"""The ten points as a checklist (10-punktsmodellen)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.barometer import points
from veivalg.web.barometer.forms import PointForm
from veivalg.web.barometer.operations import points as operations
from veivalg.web.councils.doors import needs, public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.ui.conflicts import conflict_page
from veivalg.web.ui.doors import takes_forms
from veivalg.web.ui.forms import status_of


@public_in_council
def ten_points(request: HttpRequest, council: Council) -> HttpResponse:
    """The ten points, where the council is, and the room where each is done."""
    found = points.lines(council)
    may_mark = request.actor.may(Permission.BAROMETER_POINT_MARK, council_id=council.pk)
    return render(
        request,
        "barometer/points.html",
        {"council": council, "lines": found, "heading": points.heading(found), "may_mark": may_mark},
    )


@takes_forms
@needs(Permission.BAROMETER_POINT_MARK)
def mark_point(request: HttpRequest, council: Council, number: int) -> HttpResponse:
    """Say how far the council has come on one of them."""
    line = next((line for line in points.lines(council) if line.number == number), None)
    if line is None:
        raise Http404(gettext("There are ten points, from 1 to 10."))
    initial = {"state": line.row.state, "note": line.row.note, "version": line.row.version}
    form = PointForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            operations.mark_point(
                actor=request.actor, council=council, point=line.id, now=timezone.now(), **form.cleaned_data
            )
        except ChangedMeanwhile as error:
            back = reverse("barometer:points", args=[council.slug])
            return conflict_page(request, form, error, back=back, council=council)
        messages.success(request, gettext("Point %(number)s has been marked.") % {"number": number})
        return redirect("barometer:points", council.slug)
    return render(
        request, "barometer/mark_point.html", {"council": council, "line": line, "form": form}, status=status_of(form)
    )
