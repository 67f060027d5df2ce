"""Figures about the young as files: the same numbers as on the page."""

import json
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext

from veivalg.web.councils.models import Council
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook
from veivalg.web.ui.dates import day
from veivalg.web.youth.figures import YearFigures
from veivalg.web.youth.models import YouthAnswer

KINDS = (("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON"))
_PLAIN = (
    *("year", "resolved", "asked_about", "asked_in_time", "put", "received", "answered"),
    *("settled", "in_time", "overdue", "median_days"),
)


def figures(council: Council, years: Sequence[YearFigures], kind: str, *, days_before: int, source: str) -> bytes:
    """The figures of every year as a file of that kind."""
    if kind == "json":
        content = {
            "council": council.name,
            "source": source,
            "unit": {"median_days": "days", "other": "number"},
            "days_before_resolution": days_before,
            "years": [
                {name: getattr(each, name) for name in _PLAIN}
                | {"outcomes": {outcome: each.outcomes.get(outcome, 0) for outcome in YouthAnswer.Outcome.values}}
                for each in years
            ],
        }
        return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    rows: list[list[Cell]] = [_head(days_before)]
    for each in years:
        numbers: list[Cell] = [getattr(each, name) for name in _PLAIN]
        rows.append([*numbers, *(each.outcomes.get(outcome, 0) for outcome in YouthAnswer.Outcome.values), source])
    if kind == "csv":
        return write_csv(rows)
    title = gettext("Youth in %(council)s: asked, heard and answered") % {"council": council.name}
    about = [
        gettext("Resolutions count in the year they were made, submissions in the year they came."),
        gettext("What was taken back by whoever sent it is left out."),
        source,
        f"{settings.ADDRESS}{council.get_absolute_url()}ungdom/tall/",
    ]
    return write_workbook([TableSheet(name=gettext("Figures"), rows=rows)], title=title, about=about)


def source_of(council: Council, on: date) -> str:
    """Where the figures are from, and of which day."""
    return gettext("%(council)s, what was registered here by %(day)s") % {"council": council.name, "day": day(on)}


def _head(days_before: int) -> list[Cell]:
    return [
        gettext("Year"),
        gettext("Resolutions"),
        gettext("The young were asked about"),
        gettext("Had %(days)s days or more to answer") % {"days": days_before},
        gettext("Matters put before the panel"),
        gettext("Submissions"),
        gettext("Answered"),
        gettext("Answered, or due"),
        gettext("Answered in time"),
        gettext("Overdue"),
        gettext("Days to an answer, median"),
        *(str(label) for label in YouthAnswer.Outcome.labels),
        gettext("Source"),
    ]
