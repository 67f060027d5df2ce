"""Reads a spreadsheet that someone has sent, or says why not."""

import re

from veivalg.web.files.cleaning import clean
from veivalg.web.files.container import OLE, OTHER_FILES, ZIP
from veivalg.web.files.delimited import read_delimited
from veivalg.web.files.excel import read_excel
from veivalg.web.files.limits import LIMITS, Limits
from veivalg.web.files.notes import Notes
from veivalg.web.files.refusals import Refusal, SheetRefused
from veivalg.web.files.workbook import Workbook

_TEXT_ENDINGS = (".csv", ".tsv", ".txt")
_MACRO_ENDINGS = (".xlsm", ".xlsb", ".xltm", ".xlam", ".xla", ".xll")
# Names of streams in an encrypted document (MS-OFFCRYPTO 2.3.2 and 2.3.4.4), as such a file spells them.
_ENCRYPTED = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))


def read_sheets(content: bytes, name: str, *, limits: Limits = LIMITS) -> Workbook:
    """The sheets of an .xlsx or .csv file; ``name`` is what the sender calls it.

    Raises:
        SheetRefused: the file is not read; the exception says why, and what to do.
    """
    ending = _ending(name)
    if len(content) > limits.upload_bytes:
        found = -(-len(content) // 100_000) / 10
        raise SheetRefused(Refusal.TOO_LARGE, found=f"{found:g}", limit=f"{limits.upload_bytes / 1_000_000:g}")
    if not content.strip():
        raise SheetRefused(Refusal.EMPTY)
    if content.startswith(OLE):
        is_encrypted = any(stream in content for stream in _ENCRYPTED)
        raise SheetRefused(Refusal.PASSWORD if is_encrypted else Refusal.OLD_FORMAT)
    if ending in _MACRO_ENDINGS:
        raise SheetRefused(Refusal.MACROS, what=ending)
    if ending in (".xls", ".xlt"):
        raise SheetRefused(Refusal.OLD_FORMAT)
    notes = Notes()
    if ending == ".xlsx":
        if not content.startswith(ZIP):
            raise SheetRefused(Refusal.NOT_WHAT_ENDING_SAYS, what=ending)
        sheets = read_excel(content, limits=limits, notes=notes)
    elif ending in _TEXT_ENDINGS:
        if content.startswith(OTHER_FILES):
            raise SheetRefused(Refusal.NOT_WHAT_ENDING_SAYS, what=ending)
        sheets = (read_delimited(content, sheet=_stem(name), limits=limits, notes=notes),)
    else:
        raise SheetRefused(Refusal.UNKNOWN_ENDING, what=ending or name[:20])
    if not any(sheet.rows for sheet in sheets):
        raise SheetRefused(Refusal.EMPTY)
    return Workbook(sheets, notes.told())


def _base(name: str) -> str:
    """The name without folders: some browsers send them."""
    return re.split(r"[\\/]", name)[-1].strip()


def _ending(name: str) -> str:
    stem, dot, ending = _base(name).rpartition(".")
    return f"{dot}{ending}".lower()[:20] if stem or dot else ""


def _stem(name: str) -> str:
    return clean(_base(name).rpartition(".")[0])[0][:100]
