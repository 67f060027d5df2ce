"""Why a file with a plan is refused, in words for whoever sent it."""

from enum import StrEnum

from django.utils.translation import gettext

from veivalg.web.files.refusals import Refusal, SheetRefused

#: A large council's plan has two thousand.
MOST_ACTIONS = 5_000


class PlanRefusal(StrEnum):
    """What only a plan is refused for; the other reasons are those of every file (``Refusal``)."""

    NO_ACTIONS = "no_actions"
    TOO_MANY_ACTIONS = "too_many_actions"
    NOT_OUR_JSON = "not_our_json"


class PlanRefused(Exception):
    """A file is not read as a plan. ``code`` is for programs; the text is translated, and for people."""

    def __init__(self, code: Refusal | PlanRefusal, **values: str | int) -> None:
        self.code = code
        self.values = values
        super().__init__(_message(code) % {"what": "", "limit": 0, "found": 0, "cell": "", **values})


class SpreadsheetRefused(PlanRefused):
    """The file was refused as a spreadsheet, with that reason and that text."""

    def __init__(self, refusal: SheetRefused) -> None:
        self.code = refusal.code
        self.values = refusal.values
        Exception.__init__(self, str(refusal))


def _message(code: Refusal | PlanRefusal) -> str:
    """What is said of documents; spreadsheets bring their own words."""
    match code:
        case Refusal.EMPTY:
            told = gettext("The file is empty, so there is nothing to read.")
            advice = gettext("Check that you chose the right file, and that it was saved.")
        case Refusal.TOO_LARGE:
            told = gettext("The file is %(found)s MB. The limit is %(limit)s MB, so that the site stays fast for all.")
            advice = gettext("Remove pictures that are not needed, or divide the plan in two files.")
        case Refusal.UNKNOWN_ENDING:
            told = gettext("The file ends in “%(what)s”, which is not read as a plan.")
            advice = gettext("Save it as .docx, .xlsx or .csv, and try again.")
        case Refusal.NOT_WHAT_ENDING_SAYS:
            told = gettext("The name of the file ends in “%(what)s”, but its contents are something else.")
            advice = gettext("Open it in the program that made it, save it as .docx, .xlsx or .csv, and try again.")
        case Refusal.PASSWORD:
            told = gettext("The document is protected by a password, so it cannot be read.")
            advice = gettext("Save a copy without a password and try again.")
        case Refusal.OLD_FORMAT:
            told = gettext("The document is in the format that Word used before 2007, which is not read here.")
            advice = gettext("Open it in Word, choose “Save as”, choose .docx, and try again.")
        case Refusal.MACROS:
            told = gettext("The document has macros (“%(what)s”). Macros are programs, so they are refused.")
            advice = gettext("Save it as .docx without macros, and try again.")
        case Refusal.ZIP_BOMB:
            told = gettext("The file unpacks to far more than it should (“%(what)s”). It could fill the server.")
            advice = _copy_table()
        case Refusal.NESTED:
            told = gettext("The document has another file inside it (“%(what)s”), which could hide something harmful.")
            advice = gettext("Remove attachments, embedded charts and documents, save it, and try again.")
        case Refusal.UNSAFE_NAMES:
            told = gettext("A part of the file has a name that no word processor would give it: “%(what)s”.")
            advice = _copy_table()
        case Refusal.EXTERNAL_LINKS:
            told = gettext("The document gets content from other places (“%(what)s”), which is not safe to read.")
            advice = _copy_table()
        case Refusal.ENTITIES:
            told = gettext("The part “%(what)s” of the file defines its own entities, which can be used for attacks.")
            advice = _copy_table()
        case Refusal.TOO_MANY_ROWS:
            told = gettext("The document has more than %(limit)s paragraphs and rows of tables.")
            advice = gettext("Divide the plan in two files, or remove chapters that have no actions.")
        case Refusal.TOO_MANY_COLUMNS:
            told = gettext("A table in the document has %(found)s columns. The limit is %(limit)s.")
            advice = gettext("Remove columns that are not needed.")
        case Refusal.TOO_MANY_CELLS:
            told = gettext("The document has more than %(limit)s parts to look through.")
            advice = gettext("Divide the plan in two files, or remove chapters that have no actions.")
        case Refusal.CELL_TOO_LONG:
            told = gettext("%(cell)s has %(found)s characters in one cell. The limit is %(limit)s.")
            advice = gettext("Shorten the text, or put it in a document of its own.")
        case Refusal.TOO_MUCH_TEXT:
            told = gettext("The document has more than %(limit)s characters.")
            advice = gettext("Divide the plan in two files, or remove chapters that have no actions.")
        case PlanRefusal.NO_ACTIONS:
            told = gettext("No actions were found in the file.")
            advice = gettext(
                "The actions must stand in a table with headings, for example “Tiltak” and “Ansvar”. Add a row with "
                "headings, and try again."
            )
        case PlanRefusal.TOO_MANY_ACTIONS:
            told = gettext("The file has more than %(limit)s actions.")
            advice = gettext("Divide the plan in two files.")
        case PlanRefusal.NOT_OUR_JSON:
            told = gettext("The JSON file does not hold a plan as Veivalg writes it. At “%(what)s”: %(cell)s.")
            advice = gettext("Use a file that was downloaded from here, or send the plan as .docx, .xlsx or .csv.")
        case _:
            told = gettext("The file is damaged, or was not made by a word processor (“%(what)s”).")
            advice = gettext("Open it in a word processor, save it again as .docx, and try again.")
    return f"{told} {advice}"


def _copy_table() -> str:
    return gettext("If you trust the file, copy its tables into a new document, save that one, and try again.")
