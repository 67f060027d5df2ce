"""Makes a text what it looks like: nothing hidden, nothing that turns it around, one way to write each letter."""

import re
import unicodedata

from veivalg.statistics.spreadsheets import harmless
from veivalg.web.files.notes import Change

# Line breaks and tabs stay. Halves of surrogate pairs and "noncharacters" cannot be stored or sent.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Unicode Standard Annex 9: marks, embeddings, overrides, isolates, and the older ones that Unicode deprecates.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]")
_ZERO_WIDTH = re.compile(
    "[\u00ad\u034f\u180b-\u180f\u200b-\u200d\u2060-\u2065\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_REMOVED = (
    (_CONTROL, Change.CONTROL_CHARACTERS),
    (_DIRECTION, Change.TEXT_DIRECTION),
    (_ZERO_WIDTH, Change.ZERO_WIDTH),
)
_PLAIN = re.compile(r"[!-~Ā-ſÀ-ÿ](?:[ -~Ā-ſÀ-ÿ]*[!-~Ā-ſÀ-ÿ])?")


def clean(text: str) -> tuple[str, list[Change]]:
    """The text that may be kept, and what was done to it. Doing it twice changes nothing more.

    >>> clean(" Ås\\u200b ")
    ('Ås', [<Change.ZERO_WIDTH: 'zero_width'>, <Change.TRIMMED: 'trimmed'>])
    """
    if _PLAIN.fullmatch(text):
        return text, []
    changes = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for characters, change in _REMOVED:
        text, count = characters.subn("", text)
        if count:
            changes.append(change)
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        changes.append(Change.COMPOSED)
    trimmed = composed.strip()
    if trimmed != composed:
        changes.append(Change.TRIMMED)
    return trimmed, changes


def guarded(text: str) -> str:
    """The text for a file without types, so that no spreadsheet program takes it for a formula.

    One apostrophe more than the text has, where it begins like a formula with or without apostrophes before:
    ``unguarded`` can then always take exactly one away.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("Ås")
    ("'=1+1", "''=1+1", 'Ås')
    """
    return f"'{text}" if _is_like_a_formula(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """The text again. What comes out is text and is never run; every file we write is guarded anew.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'n Oslo")
    ('=1+1', "'=1+1", "'n Oslo")
    """
    return text[1:] if text.startswith("'") and _is_like_a_formula(text.lstrip("'")) else text


def _is_like_a_formula(text: str) -> bool:
    return harmless(text) != text
