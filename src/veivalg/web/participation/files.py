"""Submissions as files: what is published for everyone, and all of it for those who may read it."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.translation import gettext

from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook
from veivalg.web.participation.models import ParticipationRound, Submission
from veivalg.web.participation.sent_text import Part, name_of

KINDS = ("csv", "xlsx")


def published(row: ParticipationRound, rows: Iterable[Submission], parts: Mapping[str, Part], kind: str) -> bytes:
    """The content of the file that everyone may have."""
    about = [gettext("Only submissions that have been read and published. There may be others.")]
    return _written(row, [_head(), *(_line(each, parts) for each in rows)], kind, about)


def everything(row: ParticipationRound, rows: Iterable[Submission], parts: Mapping[str, Part], kind: str) -> bytes:
    """The same of all submissions, with what has been done with each. Addresses of e-mail are in no file."""
    more: list[Cell] = [
        gettext("State"),
        gettext("Reason"),
        gettext("How it came"),
        gettext("Note"),
        gettext("After the deadline"),
    ]
    lines = [[*_head(), *more]]
    for each in rows:
        each.round = row
        told: list[Cell] = [
            str(each.get_state_display()),
            each.reason,
            str(each.get_channel_display()),
            each.note,
            each.is_late,
        ]
        lines.append([*_line(each, parts), *told])
    about = [gettext("It holds personal data and what is not public: keep it no longer than you need it.")]
    return _written(row, lines, kind, about)


def _written(row: ParticipationRound, lines: list[list[Cell]], kind: str, about: list[str]) -> bytes:
    if kind == "csv":
        return write_csv(lines)
    title = gettext("Submissions to %(title)s") % {"title": row.title}
    address = f"{settings.ADDRESS}{row.get_absolute_url()}innspill/"
    return write_workbook([TableSheet(name=gettext("Submissions"), rows=lines)], title=title, about=[*about, address])


def _head() -> list[Cell]:
    return [
        gettext("Number"),
        gettext("Received on"),
        gettext("Who"),
        gettext("From"),
        gettext("Resolved on"),
        gettext("Case number"),
        gettext("About"),
        gettext("Text"),
        gettext("How it was used"),
        gettext("Answer"),
        gettext("Answered on"),
    ]


def _line(each: Submission, parts: Mapping[str, Part]) -> list[Cell]:
    answer = getattr(each, "answer", None)
    return [
        each.pk,
        each.received_on,
        str(each.get_kind_display()),
        each.sender,
        each.body_resolved_on,
        each.body_case_number,
        name_of(parts, each.about_key),
        each.text,
        str(answer.get_outcome_display()) if answer else "",
        answer.words if answer else "",
        answer.answered_on if answer else None,
    ]
