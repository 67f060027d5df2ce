"""What is followed up as files: actions for a municipality's own system, and the tertials for the report."""

import json
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext

from veivalg.web.councils.models import Council, Participant
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook
from veivalg.web.follow_up.situation import Followed, Situation
from veivalg.web.follow_up.tertial import Tertial, gone, table
from veivalg.web.strategy import plan_words
from veivalg.web.ui import dates

LIST_KINDS = (("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON"))
REPORT_KINDS = (("xlsx", "Excel"), ("csv", "CSV"))


def actions(
    council: Council, situation: Situation, kind: str, *, title: str, participant: Participant | None = None
) -> bytes:
    """The actions as a file of that kind; for a participant with what each asks of it."""
    source = gettext("%(council)s, the plan and what had been said until %(day)s") % {
        "council": council.name,
        "day": dates.day(situation.on),
    }
    values = [_values(council, row, participant) for row in situation.rows]
    if kind == "json":
        content = {
            "title": title,
            "source": source,
            "as_of": situation.on.isoformat(),
            "currency": "NOK",
            "actions": [{key: _plain(value) for key, value in each.items()} for each in values],
        }
        return json.dumps(content, ensure_ascii=False, indent=2).encode()
    heads = _heads(participant is not None)
    rows: list[list[Cell]] = [[*heads.values(), gettext("Source")]]
    rows += [[*(_cell(each[key]) for key in heads), source] for each in values]
    if kind == "csv":
        return write_csv(rows)
    about = [source, gettext("Costs are in Norwegian kroner and for the whole action, not for one participant's part.")]
    return write_workbook([TableSheet(name=gettext("Actions"), rows=rows)], title=title, about=about)


def report(council: Council, year: int, tertials: Sequence[Tertial], kind: str) -> bytes:
    """How many were going how on the three days, and each action that changed."""
    days: list[Cell] = [tertial.day for tertial in tertials]
    counts: list[list[Cell]] = [[gettext("Status"), *days]]
    counts += [[standing.words, *found] for standing, found in table(tertials)]
    if removed := gone(tertials):
        counts.append([gettext("Taken out of the plan since"), *removed])
    changed: list[list[Cell]] = [
        [
            *(gettext("From"), gettext("Until"), gettext("New status"), gettext("Number"), gettext("Action")),
            *(gettext("Answers for it"), gettext("Said on"), gettext("What was said"), gettext("Address")),
        ]
    ]
    for tertial in tertials:
        for change in tertial.changes:
            changed += [_change(council, tertial, row) for row in change.rows]
    title = gettext("Follow-up of %(council)s, %(year)s") % {"council": council.name, "year": year}
    if kind == "csv":
        return write_csv([*counts, [], *changed])
    about = [
        gettext(
            "The actions in the edition that held on each day. Of those that have been taken out of the plan since, "
            "only the number is known. Empty where nothing was followed up yet, or the day has not been."
        )
    ]
    return write_workbook(
        [
            TableSheet(name=gettext("Status"), rows=counts),
            TableSheet(name=gettext("What changed"), rows=changed),
        ],
        title=title,
        about=about,
    )


def _change(council: Council, tertial: Tertial, row: Followed) -> list[Cell]:
    said = row.standing.said
    return [
        *(tertial.since, tertial.day, row.standing.words, row.action.number, row.action.text, row.responsible),
        *(said.said_on if said else None, said.text if said else "", _address(council, row)),
    ]


def _heads(with_part: bool) -> dict[str, str]:
    heads = {"key": gettext("Key"), "number": gettext("Number"), "action": gettext("Action")}
    if with_part:
        heads["part"] = gettext("What is asked of us")
    return heads | {
        "strategy": gettext("Strategy"),
        "goal": gettext("Goal"),
        "path": gettext("Path"),
        "responsible": gettext("Answers for it"),
        "partners": gettext("Takes part"),
        "from_year": gettext("From year"),
        "to_year": gettext("To year"),
        "deadline": gettext("Deadline"),
        "when": gettext("When"),
        "cost_nok": gettext("Cost in kroner"),
        "funding": gettext("Who pays"),
        "status": gettext("Status"),
        "said_on": gettext("Said on"),
        "said": gettext("What was said"),
        "municipal_plan": gettext("In the municipalities' plans"),
        "address": gettext("Address"),
    }


def _values(council: Council, row: Followed, participant: Participant | None) -> dict[str, Cell | list[str]]:
    action, said = row.action, row.standing.said
    found: dict[str, Cell | list[str]] = {"key": action.key, "number": action.number, "action": action.text}
    if participant is not None:
        found["part"] = part_words(row, participant)
    return found | {
        "strategy": action.strategy.name,
        "goal": row.goal.name,
        "path": action.path.name,
        "responsible": row.responsible,
        "partners": [str(name) for name in action.partners],
        "from_year": action.first_year,
        "to_year": action.last_year,
        "deadline": row.deadline,
        "when": plan_words.when(action),
        "cost_nok": action.cost_nok,
        "funding": action.funding,
        "status": row.standing.words,
        "said_on": said.said_on if said else None,
        "said": said.text if said else "",
        "municipal_plan": action.municipal_plan,
        "address": _address(council, row),
    }


def part_words(row: Followed, participant: Participant) -> str:
    """Whether a participant answers for an action or takes part in it."""
    if row.action.responsible_participant_id == participant.pk:
        return gettext("answers for it")
    return gettext("takes part")


def _address(council: Council, row: Followed) -> str:
    return f"{settings.ADDRESS}{council.get_absolute_url()}tiltak/{row.action.pk}/"


def _cell(value: Cell | list[str]) -> Cell:
    """As a cell of a table; a number that no cell holds is written as a text."""
    if isinstance(value, list):
        return ", ".join(value)
    return str(value) if isinstance(value, int) and abs(value) >= 10**15 else value


def _plain(value: Cell | list[str]) -> object:
    return value.isoformat() if isinstance(value, date) else value
