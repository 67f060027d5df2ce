"""What whoever imports has chosen on the preview page, kept with the draft as plain JSON."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from veivalg.web.councils.importing.cells import FIRST_YEAR, LAST_YEAR, guessed_day
from veivalg.web.councils.importing.columns import Column

_FIELD = re.compile(
    r"(?P<kind>sheet-read|sheet-head|sheet-body|column|above|body|participant|year|person|mandate)-"
    r"(?P<which>[0-9]{1,2}(?:-[0-9]{1,6})?|[0-9a-f]{12}|(?:from|to)-[0-9]{4})"
)
_BOX = re.compile(r"sheet-read-[0-9]{1,2}|above-[0-9]{1,2}-[0-9]{1,6}|out-[0-9]{1,2}-[0-9]{1,6}")
_ANSWER = re.compile(r"[a-z]{0,12}|[0-9]{1,18}|row-[0-9]{1,2}-[0-9]{1,6}")
_MOST = 20_000
ONLY_PEOPLE, NONE = "people", "none"


def sign_of(words: str) -> str:
    """A short name for a text of the file, that can be the name of a form field.

    >>> sign_of("grong")
    '4f775de4ae08'
    """
    return hashlib.sha256(words.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Choices:
    """The answers by name of field; what is not there is guessed or asked for."""

    answers: Mapping[str, str]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """As stored with a draft."""
        return cls({str(name): str(value) for name, value in stored.items()})

    def with_form(self, form: Mapping[str, str]) -> Self:
        """These, with what a form says; fields and answers that no page of ours has are passed over.

        A box that is not ticked is not sent at all, so the form names the boxes it had with ``shown-``.
        """
        answers = dict(self.answers)
        for name, value in form.items():
            value = value.strip()
            shown = name.removeprefix("shown-")
            if name != shown and _BOX.fullmatch(shown):
                answers[shown] = "yes" if form.get(shown) else "no"
                if shown.startswith("out-") and answers[shown] == "no":
                    # Rows are many, and are taken in unless something is said.
                    del answers[shown]
            elif name in ("first_day", "last_day") or name.startswith("year-"):
                self._set_day(answers, name, value)
            elif _FIELD.fullmatch(name) and f"shown-{name}" not in form and _allowed(name, value):
                if value:
                    answers[name] = value
                else:
                    answers.pop(name, None)
        return type(self)(dict(list(answers.items())[:_MOST]))

    def _set_day(self, answers: dict[str, str], name: str, value: str) -> None:
        if not value:
            answers.pop(name, None)
            return
        try:
            on = date.fromisoformat(value)
        except ValueError:
            return
        if not FIRST_YEAR <= on.year <= LAST_YEAR:
            return
        answers[name] = on.isoformat()
        if name.startswith("year-"):
            found = _FIELD.fullmatch(name)
            which, _, year = found["which"].partition("-") if found else ("", "", "")
            if not year or not FIRST_YEAR <= int(year) <= LAST_YEAR or guessed_day(which, int(year)) == on:
                answers.pop(name)

    def get(self, *name: object) -> str:
        """An answer, or the empty text."""
        return self.answers.get("-".join(map(str, name)), "")

    def day(self, name: str) -> date | None:
        """A chosen day."""
        value = self.answers.get(name)
        return date.fromisoformat(value) if value else None

    @property
    def years(self) -> dict[str, date]:
        """Days that are chosen for years that stand alone, e.g. ``from-2023``."""
        return {
            name.removeprefix("year-"): date.fromisoformat(value)
            for name, value in self.answers.items()
            if name.startswith("year-")
        }


def _allowed(name: str, value: str) -> bool:
    if name.startswith("column-"):
        return value == NONE or value in set(Column)
    return _ANSWER.fullmatch(value) is not None
