"""The front page, the search and a council's five steps."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.middleware import account_of
from veivalg.web.agreements import queries as agreements
from veivalg.web.barometer import result as barometer
from veivalg.web.councils.doors import needs, public_in_council
from veivalg.web.councils.models import Council
from veivalg.web.directions import front as directions
from veivalg.web.endorsements.queries import OPEN_NOW, rounds, standings
from veivalg.web.endorsements.standing import Standing
from veivalg.web.endorsements.way import days_words, median_to_last
from veivalg.web.follow_up import finding
from veivalg.web.follow_up.queries import followed_actions
from veivalg.web.follow_up.situation import Situation
from veivalg.web.knowledge.asking import counties
from veivalg.web.knowledge.files import file_of
from veivalg.web.knowledge.queries import data_set
from veivalg.web.participation import page as participation
from veivalg.web.thread import council_map, history_page, municipality_list, my_page_content, queries
from veivalg.web.ui.doors import public, signed_in
from veivalg.web.ui.paging import paged, searched
from veivalg.web.ui.tables import html
from veivalg.web.ui.words import norwegian_order
from veivalg.web.youth import page as youth

SHOWN_ROUNDS = 3
SHOW, ACTIONS, RESOLUTIONS = "vis", "tiltak", "vedtak"
FIRST_FOUND = 10
"""Of each kind, where all kinds are shown."""


@public
def front(request: HttpRequest) -> HttpResponse:
    """What Veivalg is, and every council we know of."""
    councils = sorted(
        Council.objects.with_members(on=timezone.localdate()), key=lambda council: norwegian_order(council.short_name)
    )
    return render(
        request,
        "thread/front.html",
        {
            "demo": next((council for council in councils if council.is_demo), None),
            "councils": [council for council in councils if not council.is_demo],
            "councils_heading": council_map.heading(
                sum(bool(council.confirmed_members) for council in councils if not council.is_demo)
            ),
            "map": council_map.draw(councils),
            "steps": _steps(None),
        },
    )


@public
def council_map_file(request: HttpRequest, word: str, kind: str) -> HttpResponseBase:
    """The map of councils as a drawing, and its members as a table."""
    councils = sorted(
        Council.objects.with_members(on=timezone.localdate()), key=lambda council: norwegian_order(council.short_name)
    )
    panel = council_map.panel(councils, data_set())
    drawings = {panel.id: lambda: council_map.drawing(councils, panel)}
    return file_of(request, [panel], word, kind, name="veivalg", drawings=drawings)


@public
def municipalities(request: HttpRequest) -> HttpResponse:
    """Every municipality by county (alle kommuner)."""
    data = data_set()
    county = request.GET.get("fylke", "")
    tables = municipality_list.by_county(data, county, on=timezone.localdate())
    count = sum(len(table.rows) for _, table in tables)
    heading = ngettext("%(count)s municipality", "%(count)s municipalities", count) % {"count": count}
    if county and tables:
        heading = gettext("%(count)s in %(county)s") % {"count": heading, "county": tables[0][0]}
    return render(
        request,
        "thread/municipalities.html",
        {
            "heading": heading,
            "year": data.cubes["population"].codes("year")[-1],
            "county": county,
            "counties": counties(),
            "tables": [(name, html(table)) for name, table in tables],
        },
    )


@signed_in
def my_page(request: HttpRequest) -> HttpResponse:
    """Everything that waits for me, across councils (min side)."""
    return render(
        request, "thread/my_page.html", my_page_content.of(request.actor, account_of(request), timezone.localdate())
    )


@public
def search(request: HttpRequest) -> HttpResponse:
    """Find a municipality or a council by name or number, and actions and resolutions by the words in them."""
    words, show = searched(request), request.GET.get(SHOW, "")
    kinds = {
        ACTIONS: ("actions", queries.matching_actions(words, request.actor)),
        RESOLUTIONS: ("resolutions", queries.matching_resolutions(words)),
    }
    context: dict[str, object] = {"words": words, "show": show if show in kinds else ""}
    if show in kinds:
        name, found = kinds[show]
        context[name] = paged(request, found, kept=(SHOW,))
    else:
        context |= {name: paged(request, found, per_page=FIRST_FOUND) for name, found in kinds.values()}
        context |= {
            "municipalities": queries.matching_municipalities(words, data_set()),
            "councils": queries.matching_councils(words),
        }
    return render(request, "thread/search.html", context)


@public_in_council
def council(request: HttpRequest, council: Council) -> HttpResponse:
    """A council's front page: the five steps of the loop with their state in words."""
    today = timezone.localdate()
    followed = followed_actions(council, request.actor)
    situation = followed.at(today)
    return render(
        request,
        "thread/council.html",
        {
            "council": council,
            "kept_from": agreements.entries_of_drafts(council, request.actor),
            "endorsements": _endorsements(council),
            "way": _way(council),
            "steps": _on_the_road(
                _steps(
                    council,
                    has_plan=followed.has_plan,
                    situation=situation,
                    direction=directions.step(council),
                    mood=barometer.front_words(council, now=timezone.now()),
                )
            ),
            "stuck": finding.stuck(situation),
            "rounds": participation.front_lines(council, on=today),
            "youth": youth.front_lines(council, on=today),
        },
    )


def _endorsements(council: Council) -> list[Standing]:
    """The newest resolutions that wait for a municipality."""
    today = timezone.localdate()
    return standings(rounds(council, on=today, state=OPEN_NOW)[:SHOWN_ROUNDS], on=today)


def _way(council: Council) -> dict[str, Any] | None:
    """How long the way from the idea to the last answer has been; None while no resolution has come so far."""
    spread = median_to_last(council, on=timezone.localdate())
    return {"spread": spread, "days": days_words(spread.median_days)} if spread else None


@needs(Permission.AUDIT_ENTRY_READ)
def history(request: HttpRequest, council: Council) -> HttpResponse:
    """Who did what in the council (historikk)."""
    return render(request, "thread/history.html", {"council": council, **history_page.content(request, council)})


def _on_the_road(steps: list[dict[str, str]]) -> list[dict[str, str]]:
    """The steps with one of them as where the council is now: the first that is not done."""
    now = next((step for step in steps if step["state"] != "done"), None)
    if now is not None:
        now["is_here"] = "yes"
    return steps


def _steps(
    council: Council | None,
    *,
    has_plan: bool = False,
    situation: Situation | None = None,
    direction: Mapping[str, str] | None = None,
    mood: str = "",
) -> list[dict[str, str]]:
    """The loop. What does not exist yet is called by its name."""
    names = [gettext("Knowledge"), gettext("Direction"), gettext("Plan"), gettext("Follow-up"), gettext("Cooperation")]
    about = [
        gettext("Where do we stand?"),
        gettext("Which way do we choose, and do we agree?"),
        gettext("What do we want, and who does what?"),
        gettext("Is it being done?"),
        gettext("How is the cooperation itself?"),
    ]
    steps = [
        {"number": str(n), "name": name, "about": text, "state": "todo", "words": gettext("Not built yet"), "url": ""}
        for n, (name, text) in enumerate(zip(names, about, strict=True), start=1)
    ]
    steps[0] |= {"state": "done", "words": gettext("The figures are ready")}
    steps[1] |= {"state": "begun", "words": gettext("Weigh it, each for yourself")}
    steps[2] |= {"state": "begun", "words": gettext("Import or write it")}
    steps[3] |= {"state": "begun", "words": gettext("Follow what has been adopted")}
    steps[4] |= {"state": "begun", "words": gettext("Ten reasons, and what can be counted")}
    if council is not None:
        words = gettext("The plan can be read") if has_plan else gettext("There is no plan to read yet")
        url = f"{council.get_absolute_url()}plan/"
        steps[2] |= {"state": "done" if has_plan else "todo", "words": words, "url": url}
        steps[4] |= {"url": f"{council.get_absolute_url()}samarbeid/", **({"words": mood} if mood else {})}
        if direction is not None:
            steps[1] |= direction | {"url": f"{council.get_absolute_url()}retning/"}
        if situation is not None:
            followed = {"words": finding.step(situation), "url": f"{council.get_absolute_url()}oppfolging/"}
            steps[3] |= {"state": "begun" if situation.is_begun and situation.rows else "todo", **followed}
        if council.confirmed_members:
            steps[0]["url"] = f"{council.get_absolute_url()}kunnskap/"
        else:
            steps[0] |= {"state": "todo", "words": gettext("The members have not been confirmed")}
    return steps
