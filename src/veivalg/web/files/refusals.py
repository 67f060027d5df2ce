"""Why a file is refused, in words for whoever sent it: what is wrong, where, why, and what to do."""

from enum import StrEnum

from django.utils.translation import gettext


class Refusal(StrEnum):
    """The stable names of the reasons."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_ENDING = "unknown_ending"
    NOT_WHAT_ENDING_SAYS = "not_what_ending_says"
    PASSWORD = "password"
    OLD_FORMAT = "old_format"
    MACROS = "macros"
    ZIP_BOMB = "zip_bomb"
    NESTED = "nested"
    UNSAFE_NAMES = "unsafe_names"
    EXTERNAL_LINKS = "external_links"
    ENTITIES = "entities"
    DAMAGED = "damaged"
    BINARY = "binary"
    UNCLOSED_QUOTE = "unclosed_quote"
    TOO_MANY_SHEETS = "too_many_sheets"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    CELL_TOO_LONG = "cell_too_long"
    TOO_MUCH_TEXT = "too_much_text"


class SheetRefused(Exception):
    """A file is not read. ``code`` is for programs; the text is translated, and for people."""

    def __init__(self, code: Refusal, **values: str | int) -> None:
        self.code = code
        self.values = values
        super().__init__(_message(code) % {"sheet": "", "what": "", "limit": 0, "found": 0, "cell": "", **values})


def _message(code: Refusal) -> str:
    match code:
        case Refusal.EMPTY:
            told = gettext("The file has no cells with anything in them, so there is nothing to read.")
            advice = gettext("Check that you chose the right file, and that it was saved.")
        case Refusal.TOO_LARGE:
            told = gettext("The file is %(found)s MB. The limit is %(limit)s MB, so that the site stays fast for all.")
            advice = gettext("Remove pictures and sheets that are not needed, or divide the file in two.")
        case Refusal.UNKNOWN_ENDING:
            told = gettext("The file ends in “%(what)s”, which cannot be read here.")
            advice = _save_as()
        case Refusal.NOT_WHAT_ENDING_SAYS:
            told = gettext("The name of the file ends in “%(what)s”, but its contents are something else.")
            advice = gettext("Open it in the program that made it, save it as .xlsx or .csv, and try again.")
        case Refusal.PASSWORD:
            told = gettext("The file is protected by a password, so it cannot be read.")
            advice = gettext("Save a copy without a password and try again.")
        case Refusal.OLD_FORMAT:
            told = gettext("The file is in the format that Excel used before 2007, which is not read here.")
            advice = _save_as()
        case Refusal.MACROS:
            told = gettext("The file has macros (“%(what)s”). Macros are programs, so they are refused.")
            advice = gettext("Save it as .xlsx without macros, and try again.")
        case Refusal.ZIP_BOMB:
            told = gettext("The file unpacks to far more than it should (“%(what)s”). It could fill the server.")
            advice = _copy_cells()
        case Refusal.NESTED:
            told = gettext("The file has another file inside it (“%(what)s”), which could hide something harmful.")
            advice = gettext("Remove attachments and embedded documents, save it, and try again.")
        case Refusal.UNSAFE_NAMES:
            told = gettext("A part of the file has a name that no spreadsheet program would give it: “%(what)s”.")
            advice = _copy_cells()
        case Refusal.EXTERNAL_LINKS:
            told = gettext("The file gets values from other files or programs (“%(what)s”), which is not safe to read.")
            advice = gettext(
                "Copy the cells, paste them as values only into a new spreadsheet, and try again with that."
            )
        case Refusal.ENTITIES:
            told = gettext("The part “%(what)s” of the file defines its own entities, which can be used for attacks.")
            advice = _copy_cells()
        case Refusal.DAMAGED:
            told = gettext("The file is damaged, or was not made by a spreadsheet program (“%(what)s”).")
            advice = gettext("Open it in a spreadsheet program, save it again as .xlsx or .csv, and try again.")
        case Refusal.BINARY:
            told = gettext("The file is called a text file, but what is in it is not text.")
            advice = gettext("Open it in a spreadsheet program, save it again as .xlsx or .csv, and try again.")
        case Refusal.UNCLOSED_QUOTE:
            told = gettext("A quotation mark that begins in row %(found)s never ends, so the cells run together.")
            advice = gettext("Add the missing mark, or save the file again from a spreadsheet program.")
        case Refusal.TOO_MANY_SHEETS:
            told = gettext("The file has %(found)s sheets. The limit is %(limit)s.")
            advice = gettext("Remove sheets that are not needed.")
        case Refusal.TOO_MANY_ROWS:
            told = gettext("The sheet “%(sheet)s” has %(found)s rows. The limit is %(limit)s.")
            advice = gettext("Divide it in two files, and look for stray cells far down in the sheet.")
        case Refusal.TOO_MANY_COLUMNS:
            told = gettext("The sheet “%(sheet)s” has %(found)s columns. The limit is %(limit)s.")
            advice = gettext("Remove columns that are not needed, and look for stray cells far to the right.")
        case Refusal.TOO_MANY_CELLS:
            told = gettext("The sheets span %(found)s cells in all. The limit is %(limit)s.")
            advice = gettext("Divide it in two files, and look for stray cells far down in the sheet.")
        case Refusal.CELL_TOO_LONG:
            told = gettext("Cell %(cell)s of the sheet “%(sheet)s” has %(found)s characters. The limit is %(limit)s.")
            advice = gettext("Shorten the text, or put it in a document of its own.")
        case Refusal.TOO_MUCH_TEXT:
            told = gettext("The cells have %(found)s characters in all. The limit is %(limit)s.")
            advice = gettext("Divide it in two files.")
    return f"{told} {advice}"


def _save_as() -> str:
    return gettext("Open it in a spreadsheet program, choose “Save as”, and choose .xlsx or .csv.")


def _copy_cells() -> str:
    return gettext("If you trust the file, copy its cells into a new spreadsheet, save that one, and try again.")
