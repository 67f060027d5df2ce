"""What was guessed while a plan was read, and what was not understood. Nothing is dropped without one of these."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext

from veivalg.web.files.plans.lines import Line


class PlanNoteCode(StrEnum):
    """The stable names of the notes."""

    NAME_FROM_TITLE = "name_from_title"
    PERIOD_FROM_TITLE = "period_from_title"
    PERIOD_FROM_HEAD = "period_from_head"
    COLUMN_READ_AS = "column_read_as"
    HEADS_FROM_BEFORE = "heads_from_before"
    SAME_AS_ABOVE = "same_as_above"
    ACTIONS_SPLIT = "actions_split"
    NAMES_SPLIT = "names_split"
    DIVIDED_BY_LINE = "divided_by_line"
    KIND_FROM_WORDS = "kind_from_words"
    TIME_FROM_WORDS = "time_from_words"
    NAMES_APART = "names_apart"
    TIME_FROM_MARKS = "time_from_marks"
    GOAL_FROM_ROW = "goal_from_row"
    GOAL_FROM_HEADING = "goal_from_heading"
    GOAL_FROM_FOCUS_AREA = "goal_from_focus_area"
    PATH_FROM_ROW = "path_from_row"
    FOCUS_AREA_FROM_ROW = "focus_area_from_row"
    PICTURE_FROM_ROW = "picture_from_row"
    ROW_CONTINUES = "row_continues"
    NUMBERED_ANEW = "numbered_anew"
    GOAL_MISSING = "goal_missing"
    PATHS_MISSING = "paths_missing"
    COLUMN_KEPT_AS_REMARK = "column_kept_as_remark"
    KEPT_AS_REMARK = "kept_as_remark"
    ROW_NOT_READ = "row_not_read"
    TEXT_NOT_READ = "text_not_read"
    PART_NOT_READ = "part_not_read"
    CHANGES_ACCEPTED = "changes_accepted"
    TEMPLATE_IGNORED = "template_ignored"
    FILE_CHANGED = "file_changed"
    SHEETS_DISAGREE = "sheets_disagree"


#: What was not understood, or left out. Everything else is a guess: decided for the sender, who can decide otherwise.
WARNINGS = frozenset(
    {
        *(PlanNoteCode.GOAL_MISSING, PlanNoteCode.COLUMN_KEPT_AS_REMARK, PlanNoteCode.KEPT_AS_REMARK),
        *(PlanNoteCode.ROW_NOT_READ, PlanNoteCode.TEXT_NOT_READ, PlanNoteCode.PART_NOT_READ),
        *(PlanNoteCode.CHANGES_ACCEPTED, PlanNoteCode.TEMPLATE_IGNORED, PlanNoteCode.FILE_CHANGED),
        PlanNoteCode.SHEETS_DISAGREE,
    }
)


@dataclass(frozen=True)
class PlanNote:
    """One guess or warning. ``field`` says what it is about, ``guessed`` what was decided, ``text`` what stands there.

    ``number`` is the number of the action in the plan that was read, when it is about one.
    """

    code: PlanNoteCode
    where: str
    text: str = ""
    field: str = ""
    guessed: str = ""
    number: int | None = None

    @property
    def is_guess(self) -> bool:
        """Whether something was decided that someone should look at; else something was not understood."""
        return self.code not in WARNINGS

    @property
    def message(self) -> str:
        """The note in words, translated."""
        values = {"where": self.where, "text": _short(self.text), "guessed": _short(_named(self.guessed))}
        return _message(self.code) % values


class PlanNotes:
    """Collects notes in the order they are made."""

    def __init__(self) -> None:
        self.found: list[PlanNote] = []

    def add(
        self,
        code: PlanNoteCode,
        line: Line,
        column: int | None = None,
        *,
        text: str = "",
        field: str = "",
        guessed: str = "",
    ) -> None:
        """One more, about a cell of a line."""
        self.found.append(PlanNote(code, line.where(column), text, field, guessed))


def _named(guessed: str) -> str:
    """What was decided in words, where it is a name of ours: of a column, or of a kind of action."""
    names = {
        "focus_area": gettext("focus area"),
        "goal": gettext("goal"),
        "picture": gettext("picture of the goal"),
        "path": gettext("how the goal is reached"),
        "number": gettext("number"),
        "action": gettext("action"),
        "responsible": gettext("responsible"),
        "responsible + partners": gettext("responsible and partners"),
        "partners": gettext("partners"),
        "contact": gettext("contact person"),
        "start": gettext("start"),
        "time": gettext("time"),
        "years": gettext("the years of those that have a mark in it"),
        "cost": gettext("cost"),
        "funding": gettext("funding"),
        "cost + funding": gettext("cost and funding"),
        "sustainable_goals": gettext("sustainable development goals"),
        "fields": gettext("fields of work"),
        "county_plan": gettext("county plan"),
        "municipal_plan": gettext("municipal plan"),
        "recurring": gettext("done again and again"),
        "countable": gettext("done a number of times"),
        "document": gettext("the document"),
        "comments": gettext("comments"),
        "footnotes": gettext("footnotes"),
        "endnotes": gettext("endnotes"),
        "headers": gettext("headers"),
        "text boxes": gettext("text boxes"),
    }
    return names.get(guessed, guessed)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 120 else f"{text[:119]}…"


def _message(code: PlanNoteCode) -> str:
    match code:
        case PlanNoteCode.NAME_FROM_TITLE:
            return gettext("%(where)s: “%(guessed)s” was read as the plan's name.")
        case PlanNoteCode.PERIOD_FROM_TITLE:
            return gettext("%(where)s: “%(guessed)s” was read as the strategy's period.")
        case PlanNoteCode.PERIOD_FROM_HEAD:
            return gettext("%(where)s: the heading “%(text)s” was read as the years of the actions, %(guessed)s.")
        case PlanNoteCode.COLUMN_READ_AS:
            return gettext("%(where)s: the column “%(text)s” was read as %(guessed)s.")
        case PlanNoteCode.HEADS_FROM_BEFORE:
            return gettext("%(where)s: this table has no headings of its own. Those of the table before it were used.")
        case PlanNoteCode.SAME_AS_ABOVE:
            return gettext("%(where)s: the empty cell was read as the same as above: “%(guessed)s”.")
        case PlanNoteCode.ACTIONS_SPLIT:
            return gettext("%(where)s: the cell was read as %(guessed)s actions: “%(text)s”.")
        case PlanNoteCode.NAMES_SPLIT:
            return gettext("%(where)s: in “%(text)s”, “%(guessed)s” was read as responsible, the rest as partners.")
        case PlanNoteCode.NAMES_APART:
            return gettext("%(where)s: “%(text)s” was read as several names: %(guessed)s.")
        case PlanNoteCode.DIVIDED_BY_LINE:
            return gettext("%(where)s: the cell has one line for each action, and each got its own: “%(text)s”.")
        case PlanNoteCode.KIND_FROM_WORDS:
            return gettext("%(where)s: because of the words “%(text)s”, the action was read as %(guessed)s.")
        case PlanNoteCode.TIME_FROM_WORDS:
            return gettext("%(where)s: because of the words “%(text)s”, the time was read as %(guessed)s.")
        case PlanNoteCode.TIME_FROM_MARKS:
            return gettext("%(where)s: because of the marks under “%(text)s”, the time was read as %(guessed)s.")
        case PlanNoteCode.GOAL_FROM_ROW:
            return gettext("%(where)s: “%(text)s” stands across the table, and was read as a goal.")
        case PlanNoteCode.GOAL_FROM_HEADING:
            return gettext("%(where)s: no goal is named, so “%(guessed)s” was read as the goal.")
        case PlanNoteCode.GOAL_FROM_FOCUS_AREA:
            return gettext("%(where)s: no goal is named, so the goal got the focus area's name, “%(guessed)s”.")
        case PlanNoteCode.PATH_FROM_ROW:
            return gettext("%(where)s: “%(text)s” stands across the table, and was read as a way to the goal.")
        case PlanNoteCode.FOCUS_AREA_FROM_ROW:
            return gettext("%(where)s: “%(text)s” stands across the table, and was read as a focus area.")
        case PlanNoteCode.PICTURE_FROM_ROW:
            return gettext("%(where)s: the text after the goal was read as how it is when the goal is reached.")
        case PlanNoteCode.ROW_CONTINUES:
            return gettext("%(where)s: the row has no action, so “%(text)s” was added to the action above.")
        case PlanNoteCode.NUMBERED_ANEW:
            return gettext("%(where)s: the actions were numbered anew. The numbers of the file were kept beside them.")
        case PlanNoteCode.GOAL_MISSING:
            return gettext("%(where)s: no goal was found for these actions. Give it a name.")
        case PlanNoteCode.PATHS_MISSING:
            return gettext("%(where)s: no column says how the goal is reached. The actions stand right under it.")
        case PlanNoteCode.COLUMN_KEPT_AS_REMARK:
            return gettext("%(where)s: the column “%(text)s” was not recognised. Its texts were kept as remarks.")
        case PlanNoteCode.KEPT_AS_REMARK:
            return gettext("%(where)s: “%(text)s” was not fully understood, and was kept as a remark.")
        case PlanNoteCode.ROW_NOT_READ:
            return gettext("%(where)s: the row was not understood, and was not read: “%(text)s”.")
        case PlanNoteCode.TEXT_NOT_READ:
            return gettext("%(where)s: the text is no part of a table of actions, and was not read: “%(text)s”.")
        case PlanNoteCode.PART_NOT_READ:
            return gettext("The file also has %(guessed)s. They were not read.")
        case PlanNoteCode.CHANGES_ACCEPTED:
            return gettext("The document has tracked changes. It was read as if all of them were accepted.")
        case PlanNoteCode.TEMPLATE_IGNORED:
            return gettext("The document points at a template elsewhere. The template was not fetched.")
        case PlanNoteCode.FILE_CHANGED:
            return "%(text)s"
        case PlanNoteCode.SHEETS_DISAGREE:
            return gettext("%(where)s: one sheet says “%(text)s” and another “%(guessed)s”. The last was used.")
