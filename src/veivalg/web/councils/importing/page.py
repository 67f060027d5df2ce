"""What the preview page shows: the questions, the guesses that can be changed, and the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, ngettext

from veivalg.web.councils.importing.choices import NONE, ONLY_PEOPLE, Choices
from veivalg.web.councils.importing.columns import LABELS
from veivalg.web.councils.importing.layout import Layout
from veivalg.web.councils.importing.plan import SHOWN_WORDS, Plan
from veivalg.web.councils.importing.rows import Row, Status
from veivalg.web.councils.importing.stored import Stored
from veivalg.web.ui.numbers import listed

SHOWN = {
    "sporsmal": Status.ASKS,
    "kan-ikke": Status.CANNOT,
    "endret": Status.CHANGED,
    "ny": Status.NEW,
    "uendret": Status.UNCHANGED,
}
"""Words of the address (``?vis=``), in the order that rows are shown."""
MOST_COLUMNS = 40


@dataclass(frozen=True)
class Select:
    """A choice among some answers."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str = ""
    help: str = ""


@dataclass(frozen=True)
class DayField:
    """A day to choose."""

    name: str
    label: str
    value: str = ""
    help: str = ""


@dataclass
class SheetForm:
    """How one sheet is read, and what can be changed about it."""

    layout: Layout
    read_name: str
    head_name: str
    head_value: int
    body: Select | None = None
    columns: list[Select] = field(default_factory=list)
    above: list[tuple[str, str, bool]] = field(default_factory=list)
    """Name, label, and whether it is ticked."""


@dataclass
class RowView:
    """A row with the questions that can be answered."""

    row: Row
    questions: list[Select]


def status_word(status: Status) -> str:
    return {
        Status.ASKS: gettext("asks"),
        Status.CANNOT: gettext("cannot"),
        Status.CHANGED: gettext("changed"),
        Status.NEW: gettext("new"),
        Status.UNCHANGED: gettext("unchanged"),
    }[status]


def heading(plan: Plan) -> str:
    """What will happen, in one sentence."""
    ready, left = len(plan.accepted), plan.left_out
    if not plan.rows:
        return gettext("No rows about people were found")
    if not ready and not left:
        return ngettext(
            "Nothing changes: %(count)s row is as it is stored",
            "Nothing changes: all %(count)s rows are as they are stored",
            len(plan.rows),
        ) % {"count": len(plan.rows)}
    told = ngettext("%(count)s row is ready to import", "%(count)s rows are ready to import", ready) % {"count": ready}
    if left:
        more = ngettext("%(count)s needs something from you", "%(count)s need something from you", left) % {
            "count": left
        }
        return gettext("%(ready)s, and %(left)s") % {"ready": told, "left": more}
    return told


def counts_told(plan: Plan) -> str:
    """People and mandates that are made and changed, in words."""
    new, changed = len(plan.new_people), len(plan.changed_people)
    new_mandates, changed_mandates = len(plan.new_mandates), len(plan.changed_mandates)
    told = [
        (new, ngettext("%(count)s new person", "%(count)s new people", new)),
        (changed, ngettext("%(count)s changed person", "%(count)s changed people", changed)),
        (new_mandates, ngettext("%(count)s new mandate", "%(count)s new mandates", new_mandates)),
        (changed_mandates, ngettext("%(count)s changed mandate", "%(count)s changed mandates", changed_mandates)),
    ]
    return listed([words % {"count": count} for count, words in told if count])


def questions(plan: Plan, stored: Stored) -> list[Select]:
    """What is asked about words in the file that nothing here is called."""
    bodies = [(str(body.pk), body.name) for body in stored.bodies]
    found = []
    for sign, unknown in list(plan.unknown_bodies.items())[:SHOWN_WORDS]:
        options = [("", gettext("Choose")), *bodies]
        options += [(ONLY_PEOPLE, gettext("None: only the people")), (NONE, gettext("Leave these rows out"))]
        label = gettext("Which body is “%(word)s”?") % {"word": unknown.word}
        found.append(Select(f"body-{sign}", label, options, unknown.answer, _in_rows(unknown.count)))
    places = {}
    for participant in stored.participants:
        places.setdefault((participant.municipality_id, participant.county_id), participant)
    for sign, unknown in list(plan.unknown_participants.items())[:SHOWN_WORDS]:
        options = [("", gettext("Choose")), *((str(one.pk), str(one)) for one in places.values())]
        options.append((NONE, gettext("None: the mandates are for no participant")))
        label = gettext("Which participant is “%(word)s”?") % {"word": unknown.word}
        found.append(Select(f"participant-{sign}", label, options, unknown.answer, _in_rows(unknown.count)))
    return found


def days(plan: Plan, choices: Choices) -> list[DayField]:
    """Days that the file does not say."""
    found = []
    if plan.needs_first_day:
        for name, label in (
            ("first_day", gettext("First day, for new mandates without one")),
            ("last_day", gettext("Last day, for new mandates without one")),
        ):
            chosen = choices.day(name)
            found.append(DayField(name, label, chosen.isoformat() if chosen else ""))
    for word, on in sorted(plan.years.items()):
        which, _, year = word.partition("-")
        label = gettext("“From %(year)s” is read as") if which == "from" else gettext("“To %(year)s” is read as")
        found.append(DayField(f"year-{word}", label % {"year": year}, on.isoformat()))
    return found


def sheet_forms(plan: Plan, stored: Stored, choices: Choices) -> list[SheetForm]:
    """Every sheet, with what each column is taken for."""
    forms = []
    for layout in plan.layouts:
        n = layout.index
        form = SheetForm(layout, f"sheet-read-{n}", f"sheet-head-{n}", (layout.head_row or 0) + 1)
        if layout.is_read:
            form.body = _body_of_sheet(layout, stored, choices)
            form.columns = [
                Select(
                    f"column-{n}-{head.place}",
                    head.text or gettext("Column %(number)s, without a head") % {"number": head.place + 1},
                    [(NONE, gettext("is not read")), *((column.value, str(label)) for column, label in LABELS.items())],
                    head.column.value if head.column else NONE,
                    head.example,
                )
                for head in layout.heads[:MOST_COLUMNS]
            ]
            form.above = [
                (
                    f"above-{n}-{place}",
                    gettext("A blank cell under “%(head)s” means the same as above")
                    % {"head": LABELS[layout.columns[place]]},
                    is_above,
                )
                for place, is_above in layout.above.items()
            ]
        forms.append(form)
    return forms


def _body_of_sheet(layout: Layout, stored: Stored, choices: Choices) -> Select:
    chosen = choices.get("sheet-body", layout.index) or (str(layout.body.pk) if layout.body else "")
    options = [("", gettext("As the rows say")), *((str(body.pk), body.name) for body in stored.bodies)]
    options.append((ONLY_PEOPLE, gettext("None: only the people")))
    return Select(f"sheet-body-{layout.index}", gettext("Body of rows that name none"), options, chosen)


def shown_rows(plan: Plan, which: str) -> list[Row]:
    """Rows of one status, or all of them with those that need something first."""
    if which in SHOWN:
        return [row for row in plan.rows if row.status is SHOWN[which]]
    order = {status: n for n, status in enumerate(SHOWN.values())}
    return sorted(plan.rows, key=lambda row: order[row.status])


def views_of(rows: Sequence[Row], choices: Choices) -> list[RowView]:
    """The rows with their questions, the answered ones too, so that an answer can be changed."""
    return [RowView(row, [_question(asked, choices) for asked in row.asked_before]) for row in rows]


def _question(asked: Any, choices: Choices) -> Select:
    options = [("", gettext("Choose")), *((option.value, option.words) for option in asked.options)]
    return Select(asked.name, asked.words, options, choices.get(asked.name))


def _in_rows(count: int) -> str:
    return ngettext("In %(count)s row", "In %(count)s rows", count) % {"count": count}
