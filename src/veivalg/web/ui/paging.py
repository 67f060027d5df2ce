"""Long lists: searched by words, and a page of fifty at a time."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

PAGE, SEARCH = "side", "q"
PER_PAGE = 50
LONGEST_SEARCH = 80
_MOST_WORDS = 6


@dataclass(frozen=True)
class Page:
    """One page of a list, and the way to the others. For `ui/pages.html`."""

    rows: list[Any]
    number: int
    """Counted from 1."""
    total: int
    """How many rows there are on all the pages together."""
    kept: dict[str, str]
    """What else the address asks for."""
    per_page: int = PER_PAGE

    @property
    def count(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.per_page))

    @property
    def words(self) -> str:
        """Which rows these are: "1–50 of 130"."""
        first = (self.number - 1) * self.per_page + 1
        return gettext("%(first)s–%(last)s of %(total)s") % {
            "first": first,
            "last": first + len(self.rows) - 1,
            "total": self.total,
        }

    @property
    def previous_url(self) -> str:
        return self._url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self._url(self.number + 1) if self.number < self.count else ""

    def _url(self, number: int) -> str:
        return "?" + urlencode(self.kept | ({PAGE: str(number)} if number > 1 else {}))


def paged(
    request: HttpRequest, rows: "QuerySet[Any] | Sequence[Any]", *, kept: Sequence[str] = (), per_page: int = PER_PAGE
) -> Page:
    """The page that the address asks for (`?side=`), in two queries. A page that is not there gives the nearest one.

    `kept` names what else in the address the links to other pages carry along; the search always goes along.
    """
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    asked = request.GET.get(PAGE, "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 1
    number = min(max(1, number), max(1, -(-total // per_page)))
    shown = list(rows[(number - 1) * per_page : number * per_page])
    along = {name: plain(request.GET[name]) for name in (SEARCH, *kept) if request.GET.get(name)}
    return Page(rows=shown, number=number, total=total, kept=along, per_page=per_page)


def searched(request: HttpRequest) -> str:
    """What the reader searches for (`?q=`), without signs that cannot be seen."""
    return plain(request.GET.get(SEARCH, "")).strip()


def plain(text: str) -> str:
    """Text from an address, cut short and without control signs, which a database may refuse."""
    return "".join(sign for sign in text[:LONGEST_SEARCH] if not unicodedata.category(sign).startswith("C"))


def holds(words: str, *fields: str) -> Q:
    """Rows where each of the words stands in one of the fields, whether in large letters or small."""
    found = Q()
    for word in words.split()[:_MOST_WORDS]:
        # SQLite knows the case of a–z alone, so æ, ø and å are asked for in each.
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        any_field = Q()
        for field in fields:
            for spelling in spellings:
                any_field |= Q(**{f"{field}__icontains": spelling})
        found &= any_field
    return found


def found_in(words: str, *texts: str) -> bool:
    """The same asked of one row that is at hand already."""
    folded = [text.casefold() for text in texts]
    return all(any(word in text for text in folded) for word in words.casefold().split()[:_MOST_WORDS])
