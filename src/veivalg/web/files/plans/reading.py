"""Reads a plan from a file that someone has sent, or says why not."""

import json
from dataclasses import dataclass
from typing import Any

from veivalg.rules.plans import Plan, PlanUnreadable, from_plain
from veivalg.web.files.cleaning import clean
from veivalg.web.files.container import OLE, ZIP
from veivalg.web.files.limits import Limits
from veivalg.web.files.plans.layout import plan_of
from veivalg.web.files.plans.notes import PlanNote, PlanNoteCode, PlanNotes
from veivalg.web.files.plans.own_sheets import is_own, own_plan
from veivalg.web.files.plans.own_word import own_plan_of
from veivalg.web.files.plans.refusals import MOST_ACTIONS, PlanRefusal, PlanRefused, SpreadsheetRefused
from veivalg.web.files.plans.sheet_lines import sheet_lines
from veivalg.web.files.plans.word_container import word_parts
from veivalg.web.files.plans.word_lines import word_lines
from veivalg.web.files.reading import read_sheets
from veivalg.web.files.refusals import Refusal, SheetRefused

_ENCRYPTED = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))
#: Room for some five times the largest plan. A text of a plan may be used in several places, and so costs more.
PLAN_LIMITS = Limits(rows=10_000, columns=100, cells=400_000, characters=5_000_000)


@dataclass(frozen=True)
class PlanFile:
    """What a file was read as.

    ``holds`` are the fields that the file has a place for (``action.responsible``): only these may be changed by it, so
    that importing never clears what the file cannot say; a JSON file holds ``everything``. ``is_ours`` is a file that
    Veivalg has written.
    """

    plan: Plan
    notes: tuple[PlanNote, ...] = ()
    holds: frozenset[str] = frozenset()
    is_ours: bool = False

    @property
    def guesses(self) -> tuple[PlanNote, ...]:
        """What was decided for the sender."""
        return tuple(note for note in self.notes if note.is_guess)

    @property
    def warnings(self) -> tuple[PlanNote, ...]:
        """What was not understood, or was left out."""
        return tuple(note for note in self.notes if not note.is_guess)

    @property
    def responsible_names(self) -> tuple[str, ...]:
        """Every name of a responsible, each once, in the order they come: to be matched with bodies."""
        return tuple(dict.fromkeys(action.responsible for action in self.plan.actions if action.responsible))


def read_plan(content: bytes, name: str, *, limits: Limits = PLAN_LIMITS) -> PlanFile:
    """The plan in a .docx, .xlsx, .csv or .json file; ``name`` is what the sender calls it.

    Raises:
        PlanRefused: the file is not read; the exception says why, and what to do.
    """
    ending = "." + name.replace("\\", "/").rpartition("/")[2].strip().rpartition(".")[2].lower()[:20]
    if ending == ".json":
        return _from_json(content, limits=limits)
    if ending in (".docx", ".docm", ".dotx", ".dotm", ".doc", ".odt", ".rtf", ".pdf"):
        return _from_word(content, ending, limits=limits)
    try:
        book = read_sheets(content, name, limits=limits)
    except SheetRefused as refusal:
        if refusal.code.value == "unknown_ending":
            raise PlanRefused(Refusal.UNKNOWN_ENDING, what=refusal.values["what"]) from None
        raise SpreadsheetRefused(refusal) from None
    changed = tuple(
        PlanNote(PlanNoteCode.FILE_CHANGED, f"{note.sheet}!{note.cell}" if note.cell else note.sheet, note.message)
        for note in book.notes
    )
    if is_own(book):
        plan, found, own_holds = own_plan(book)
        return _checked(PlanFile(plan, (*found, *changed), own_holds, is_ours=True))
    notes = PlanNotes()
    lines = (line for number, sheet in enumerate(book.sheets, start=1) for line in sheet_lines(sheet, number))
    plan, holds = plan_of(lines, notes=notes, has_sheets=len(book.sheets) > 1)
    return _checked(PlanFile(plan, (*notes.found, *changed), frozenset(holds)))


def _from_word(content: bytes, ending: str, *, limits: Limits) -> PlanFile:
    _refuse_size(content, limits=limits)
    if content.startswith(OLE):
        is_encrypted = any(stream in content for stream in _ENCRYPTED)
        raise PlanRefused(Refusal.PASSWORD if is_encrypted else Refusal.OLD_FORMAT)
    if ending in (".docm", ".dotm"):
        raise PlanRefused(Refusal.MACROS, what=ending)
    if ending == ".doc":
        raise PlanRefused(Refusal.OLD_FORMAT)
    if ending != ".docx":
        raise PlanRefused(Refusal.UNKNOWN_ENDING, what=ending)
    if not content.startswith(ZIP):
        raise PlanRefused(Refusal.NOT_WHAT_ENDING_SAYS, what=ending)
    parts = word_parts(content, limits=limits)
    found = word_lines(parts, limits=limits)
    notes = PlanNotes()
    plan, holds = (own_plan_of if found.is_ours else plan_of)(found.lines, notes=notes)
    unread = [*parts.unread, *(["text boxes"] if found.has_text_boxes else [])]
    more = [PlanNote(PlanNoteCode.PART_NOT_READ, "", kind, "document", kind) for kind in unread]
    if found.has_changes:
        more.append(PlanNote(PlanNoteCode.CHANGES_ACCEPTED, ""))
    if parts.has_template:
        more.append(PlanNote(PlanNoteCode.TEMPLATE_IGNORED, ""))
    return _checked(PlanFile(plan, (*notes.found, *more), frozenset(holds), found.is_ours))


def _from_json(content: bytes, *, limits: Limits) -> PlanFile:
    _refuse_size(content, limits=limits)
    try:
        plan = from_plain(_cleaned(json.loads(content)))
    except PlanUnreadable as error:
        raise PlanRefused(PlanRefusal.NOT_OUR_JSON, what=error.where[:80], cell=error.why[:120]) from None
    except (ValueError, RecursionError):
        raise PlanRefused(PlanRefusal.NOT_OUR_JSON, what=".json", cell="JSON") from None
    return _checked(PlanFile(plan, (), frozenset({"everything"}), is_ours=True))


def _cleaned(value: Any) -> Any:
    """Values of a JSON file with their texts as those of other files. JSON can write signs that no database stores and
    no page can send, halves of surrogate pairs among them."""
    match value:
        case str():
            return clean(value)[0]
        case list():
            return [_cleaned(each) for each in value]
        case dict():
            return {clean(name)[0]: _cleaned(each) for name, each in value.items()}
        case _:
            return value


def refuse_large(size: int, *, limits: Limits = PLAN_LIMITS) -> None:
    """Raises PlanRefused for a file of so many bytes, which need not be read for that."""
    if size > limits.upload_bytes:
        found = -(-size // 100_000) / 10
        raise PlanRefused(Refusal.TOO_LARGE, found=f"{found:g}", limit=f"{limits.upload_bytes / 1_000_000:g}")


def _refuse_size(content: bytes, *, limits: Limits) -> None:
    refuse_large(len(content), limits=limits)
    if not content.strip():
        raise PlanRefused(Refusal.EMPTY)


def _checked(found: PlanFile) -> PlanFile:
    if len(found.plan.actions) > MOST_ACTIONS:
        raise PlanRefused(PlanRefusal.TOO_MANY_ACTIONS, limit=MOST_ACTIONS)
    if not found.plan.actions and not found.is_ours:
        raise PlanRefused(PlanRefusal.NO_ACTIONS)
    return found
