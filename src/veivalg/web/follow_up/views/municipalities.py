"""What is expected of each municipality (kommunens liste), and deadlines as a calendar (frister)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council, Participant
from veivalg.web.follow_up import asking, feed, files, finding, lines, municipality, queries
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.downloads import attachment
from veivalg.web.ui.paging import paged, plain


@public_in_council
def municipalities(request: HttpRequest, council: Council) -> HttpResponse:
    """Everyone who takes part, in alphabetical order, with the way to the list of each."""
    today = timezone.localdate()
    situation = queries.followed_actions(council, request.actor).at(today)
    groups = lines.by_participant(council, situation, queries.shown_participants(council))
    return render(
        request,
        "follow_up/municipalities.html",
        {
            "council": council,
            "groups": groups,
            "asked_count": sum(bool(group.total or group.part) for group in groups),
            "heading": municipality.index_heading(groups),
            "situation": situation,
        },
    )


@public_in_council
def of_municipality(request: HttpRequest, council: Council, pk: int) -> HttpResponse:
    """What is expected of one participant, when and at what cost."""
    participant = _participant(council, pk)
    today = timezone.localdate()
    situation = municipality.of(queries.followed_actions(council, request.actor).at(today), participant)
    own = [row for row in situation.rows if municipality.answers(row, participant)]
    page = paged(request, situation.rows)
    may_see_people = request.actor.may(Permission.COUNCILS_PERSON_READ, council_id=council.pk)
    contacts = queries.contacts([row.action.pk for row in page.rows]) if may_see_people else {}
    pairs = [(lines.line(council, row), contacts.get(row.action.pk)) for row in page.rows]
    return render(
        request,
        "follow_up/municipality.html",
        {
            "council": council,
            "participant": participant,
            "heading": finding.municipality(participant.name, len(own), len(situation.rows) - len(own)),
            "situation": situation,
            "next_words": municipality.next_words(situation) if situation.rows else "",
            "cost_words": municipality.costs(own).words(participant.name),
            "page": page,
            "own": [pair for pair in pairs if municipality.answers(pair[0].row, participant)],
            "part": [pair for pair in pairs if not municipality.answers(pair[0].row, participant)],
            "kinds": files.LIST_KINDS,
            "has_feed": any(row.deadline for row in situation.rows),
            "feed": feed.address(council, f"?{asking.MUNICIPALITY}={pk}"),
        },
    )


@public_in_council
def municipality_file(request: HttpRequest, council: Council, pk: int, kind: str) -> HttpResponse:
    """The same for the municipality's own system."""
    if kind not in dict(files.LIST_KINDS):
        raise Http404(gettext("The actions can be had as xlsx, csv and json."))
    participant = _participant(council, pk)
    today = timezone.localdate()
    situation = municipality.of(queries.followed_actions(council, request.actor).at(today), participant)
    title = gettext("What %(council)s expects of %(name)s") % {"council": council.name, "name": participant.name}
    content = files.actions(council, situation, kind, title=title, participant=participant)
    return attachment(content, f"{council.slug}-{participant.pk}-{today}.{kind}")


@public_in_council
def deadlines(request: HttpRequest, council: Council) -> HttpResponse:
    """Deadlines as a calendar that others subscribe to; of one responsible or participant where the address asks."""
    everything = queries.followed_actions(council, request.actor)
    rows, name = everything.at(timezone.localdate()).rows, council.short_name
    key = plain(request.GET.get(asking.RESPONSIBLE, ""))
    if request.GET.get(asking.RESPONSIBLE):
        names = asking.responsible_names(everything)
        if key not in names:
            raise Http404(gettext("Nobody by that name answers for anything here."))
        rows, name = [row for row in rows if row.responsible_key == key], f"{name}: {names[key]}"
    if request.GET.get(asking.MUNICIPALITY):
        participant = _participant(council, id_of(request.GET[asking.MUNICIPALITY]) or 0)
        rows, name = [row for row in rows if row.concerns(participant.pk)], f"{name}: {participant.name}"
    name = gettext("Deadlines, %(name)s") % {"name": name}
    response = HttpResponse(feed.written(council, rows, name=name), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{council.slug}-frister.ics"'
    return response


def _participant(council: Council, pk: int) -> Participant:
    """Raises Http404 for a participant of another council."""
    found = Participant.objects.with_places().filter(council=council, certainty="confirmed")
    return get_object_or_404(found, pk=pk)
