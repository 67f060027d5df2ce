"""What needs something, and everything that is followed up (oppfølging)."""

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.councils.doors import public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.follow_up import asking, drawing, feed, files, finding, lines, queries, tertial
from veivalg.web.follow_up.situation import Everything, Situation
from veivalg.web.ui import dates
from veivalg.web.ui.downloads import attachment
from veivalg.web.ui.numbers import number
from veivalg.web.ui.paging import paged

KEPT = (asking.GOAL, asking.RESPONSIBLE, asking.MUNICIPALITY, asking.SHOW, asking.DAY)


@public_in_council
def overview(request: HttpRequest, council: Council) -> HttpResponse:
    """What is stuck, what nobody owns and what has not been heard of; then by goal, responsible and municipality."""
    today = timezone.localdate()
    on = asking.day_of(request, today=today)
    everything = queries.followed_actions(council, request.actor)
    situation = _situation(everything, on, today=today)
    if not situation.rows:
        return _empty(request, council, situation, is_past=bool(everything.actions))
    is_today = on == today
    heading = finding.heading(situation)
    return render(
        request,
        "follow_up/overview.html",
        {
            **_about(council, situation, is_today=is_today),
            "heading": heading if is_today else f"{finding.sentence(dates.day(on))}: {heading}",
            "piles": lines.piles(council, situation, today=is_today),
            "counts": lines.group_of_all(situation),
            "by_goal": lines.by_goal(council, situation, is_today),
            "by_responsible": lines.by_responsible(council, situation, is_today),
            "by_participant": lines.by_participant(council, situation, queries.shown_participants(council)),
            "today": today,
        },
    )


@public_in_council
def actions(request: HttpRequest, council: Council) -> HttpResponse:
    """Every action that is followed up, searched and narrowed, a page at a time."""
    today = timezone.localdate()
    everything = queries.followed_actions(council, request.actor)
    situation = _situation(everything, asking.day_of(request, today=today), today=today)
    wanted = asking.wanted(request, everything)
    shown = situation.where(wanted.fits)
    page = paged(request, shown.rows, kept=KEPT)
    heading = ngettext("%(count)s action is followed up", "%(count)s actions are followed up", page.total)
    if wanted.is_narrowed:
        heading = ngettext("%(count)s action fits", "%(count)s actions fit", page.total)
    if not page.total:
        heading = gettext("No action fits") if wanted.is_narrowed else gettext("No action is followed up yet")
    query = {name: request.GET[name] for name in ("q", *KEPT) if request.GET.get(name)}
    return render(
        request,
        "follow_up/actions.html",
        {
            **_about(council, situation, is_today=situation.on == today),
            "heading": heading % {"count": number(page.total)} if page.total else heading,
            "page": page,
            "lines": [lines.line(council, row) for row in page.rows],
            "wanted": wanted,
            "kinds": asking.kinds(situation),
            "goals": [(goal.pk, goal.name) for goal in everything.goals],
            "responsible": list(asking.responsible_names(row.action for row in situation.rows).items()),
            "participants": [(one.pk, one.name) for one in queries.shown_participants(council)],
            "query": urlencode({name: value[:80] for name, value in query.items()}),
            "file_kinds": files.LIST_KINDS,
        },
    )


@public_in_council
def actions_file(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """The same as a file, whole."""
    if kind not in dict(files.LIST_KINDS):
        raise Http404(gettext("The actions can be had as xlsx, csv and json."))
    today = timezone.localdate()
    everything = queries.followed_actions(council, request.actor)
    situation = _situation(everything, asking.day_of(request, today=today), today=today)
    shown = situation.where(asking.wanted(request, everything).fits)
    title = gettext("Follow-up of %(council)s") % {"council": council.name}
    content = files.actions(council, shown, kind, title=title)
    return attachment(content, f"{council.slug}-oppfolging-{situation.on}.{kind}")


@public_in_council
def tertials(request: HttpRequest, council: Council) -> HttpResponse:
    """The three reporting days of a year side by side, for the report to the assembly (tertialrapport)."""
    today = timezone.localdate()
    year = asking.year_of(request, today=today)
    everything = queries.followed_actions(council, request.actor)
    situation = everything.at(today)
    if not everything.actions:
        return _empty(request, council, situation, is_past=False)
    found = tertial.of_year(everything, year, today=today)
    return render(
        request,
        "follow_up/tertials.html",
        {
            **_about(council, situation, is_today=True),
            "heading": tertial.heading(found),
            "year": year,
            "tertials": found,
            "table": tertial.table(found),
            "gone": tertial.gone(found),
            "before": year - 1 if year > asking.FIRST_YEAR else None,
            "after": year + 1 if year < today.year else None,
            "kinds": files.REPORT_KINDS,
            "today": today,
        },
    )


@public_in_council
def tertials_file(request: HttpRequest, council: Council, kind: str) -> HttpResponse:
    """The same as a file, with every action that changed."""
    if kind not in dict(files.REPORT_KINDS):
        raise Http404(gettext("The report can be had as xlsx and csv."))
    today = timezone.localdate()
    year = asking.year_of(request, today=today)
    found = tertial.of_year(queries.followed_actions(council, request.actor), year, today=today)
    return attachment(files.report(council, year, found, kind), f"{council.slug}-tertial-{year}.{kind}")


@public_in_council
def timeline(request: HttpRequest, council: Council) -> HttpResponse:
    """Every action by deadline, drawn over the years beside it (tidslinje)."""
    today = timezone.localdate()
    everything = queries.followed_actions(council, request.actor)
    situation = everything.at(today)
    if not situation.rows:
        return _empty(request, council, situation, is_past=False)
    rows = drawing.in_order(situation.rows)
    page = paged(request, rows)
    axis = drawing.axis(rows, on=today)
    return render(
        request,
        "follow_up/timeline.html",
        {
            **_about(council, situation, is_today=True),
            "heading": finding.timeline(situation),
            "repeated": finding.repeated(situation),
            "page": page,
            "axis": axis,
            "quarters": drawing.quarters([lines.line(council, row) for row in page.rows], axis, on=today),
            "now": drawing.written(axis.place(today)),
            "feed": feed.address(council),
            "responsible": list(asking.responsible_names(everything.actions).items()),
            "participants": [(one.pk, one.name) for one in queries.shown_participants(council)],
        },
    )


def _situation(everything: Everything, on: date, *, today: date) -> Situation:
    """Today as the plan is now, an earlier day as it was."""
    return everything.at(on) if on == today else everything.as_it_was(on)


def _about(council: Council, situation: Situation, *, is_today: bool) -> dict[str, object]:
    """What every page of following up tells its template."""
    return {"council": council, "situation": situation, "on": situation.on, "is_today": is_today}


def _empty(request: HttpRequest, council: Council, situation: Situation, *, is_past: bool) -> HttpResponse:
    """What to do first when nothing is followed up."""
    return render(
        request,
        "follow_up/empty.html",
        {
            **_about(council, situation, is_today=not is_past),
            "is_past": is_past,
            "has_plan": queries.has_plan(council, request.actor),
            "may_edit": request.actor.may(Permission.STRATEGY_PLAN_EDIT, council_id=council.pk),
        },
    )
