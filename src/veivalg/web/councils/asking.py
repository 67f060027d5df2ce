"""What pages of bodies, people and mandates read from the address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.councils.models import Council, Person
from veivalg.web.ui.converters import id_of
from veivalg.web.ui.paging import holds, searched

DAY, PERSON = "dato", "person"
_AS_BROWSERS_WRITE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
SHORT_LIST = 200
"""As many people as a plain list to choose from is good for; more are searched for."""
_MOST_FOUND = 50


@dataclass(frozen=True)
class AskedDay:
    """The day a page is about (`?dato=`), in Norway; today when none is given, or when what is given is no day."""

    on: date
    is_today: bool
    problem: str = ""


def asked_day(request: HttpRequest) -> AskedDay:
    today = timezone.localdate()
    asked = request.GET.get(DAY, "").strip()
    if not asked:
        return AskedDay(today, is_today=True)
    try:
        # The format that browsers send, and no other of the many that ISO 8601 has.
        on = date.fromisoformat(asked) if _AS_BROWSERS_WRITE.fullmatch(asked) else None
    except ValueError:
        on = None
    if on is None or not 1800 <= on.year <= 2200:
        problem = gettext("“%(asked)s” is no day we can look up. Write it like this: 2026-11-24. Today is shown.")
        return AskedDay(today, is_today=True, problem=problem % {"asked": asked[:20]})
    return AskedDay(on, is_today=on == today)


@dataclass(frozen=True)
class Choice:
    """Choosing a person: from a list, or first by searching when there are many."""

    people: "QuerySet[Person]"
    """Whom the form may take."""
    chosen: Person | None
    must_search: bool
    """The search is shown in place of the form."""
    words: str = ""
    found: Sequence[Person] = ()
    is_cut: bool = False
    """More were found than are shown."""


def choice_of_person(request: HttpRequest, council: Council) -> Choice:
    """Whom the reader may choose from, and whom the address or the form has chosen already."""
    everyone = Person.objects.filter(council=council, erased_at=None)
    asked = request.POST.get(PERSON) or request.GET.get(PERSON, "")
    chosen = everyone.filter(pk=id_of(asked)).first()
    if everyone.count() <= SHORT_LIST:
        return Choice(everyone, chosen, must_search=False)
    if chosen is not None:
        return Choice(everyone.filter(pk=chosen.pk), chosen, must_search=False)
    words = searched(request)
    found = list(everyone.filter(holds(words, "name", "office"))[: _MOST_FOUND + 1]) if words else []
    return Choice(everyone.none(), None, True, words, found[:_MOST_FOUND], is_cut=len(found) > _MOST_FOUND)
