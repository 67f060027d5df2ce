"""The trail as people read it (historikk): entries become lines of plain words."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.history_words import COUNTS, FIELDS, KINDS, VALUES
from veivalg.web.accounts.queries import names_of
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import WORDS, Verb
from veivalg.web.ui.dates import day, moment

NameObjects = Callable[[Actor, Sequence[int]], Mapping[int, str]]
NameValues = Callable[[int | None, str, Any, Any], tuple[str, str] | None]
_names: dict[str, NameObjects] = {}
_values: dict[str, NameValues] = {}
_BEHALF = {
    "participant": "councils.participant",
    "council": "councils.council",
    "person": "councils.person",
    "account": "accounts.account",
}
_ACCOUNT = "accounts.account"
ONE_OF_THE_YOUNG = Role.YOUTH_PANEL.value
"""Whom an entry without an account is on behalf of when someone in the youth panel did it: the trail never says who."""
MOST_SHOWN = 3
"""Fields that are told at once; more are folded."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field that changed, in words. Of what is personal only that it changed is stored."""

    field: str
    before: str = ""
    after: str = ""
    is_private: bool = False
    is_first: bool = False
    """There was nothing before, so only the value is told."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that someone did, in words."""

    at: datetime
    who: str
    on_behalf_of: str
    what: str
    """Follows the name of whoever did it."""
    kind: str
    """What sort of thing it was done to."""
    thing: str
    """What that is called today; that it is deleted when it is gone."""
    changes: tuple[Change, ...]
    reason: str

    @property
    def is_long(self) -> bool:
        """True when the fields are better folded away."""
        return len(self.changes) > MOST_SHOWN


def name_objects(label: str, lookup: NameObjects) -> None:
    """Let an app say itself what its objects are called in the history, and to whom. Called when the site starts."""
    _names[label] = lookup


def name_values(label: str, words: NameValues) -> None:
    """Let an app say itself how a change of its objects reads. Called when the site starts.

    The function gets the council, the field, before and after, and returns None for what needs no words of its own.
    """
    _values[label] = words


def lines(entries: Iterable[AuditEntry], *, actor: Actor, known: Iterable[models.Model] = ()) -> list[Line]:
    """Entries as lines for someone to read: one query for the accounts and one per kind of object.

    The caller has asked for entries that the actor may see. `known` are objects that need not be looked up.
    """
    entries = list(entries)
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        wanted[entry.subject_type].add(entry.subject_id)
        kind, _, number = entry.on_behalf_of.partition(":")
        if kind in _BEHALF:
            wanted[_BEHALF[kind]].add(number)
        if entry.actor_id is not None:
            wanted[_ACCOUNT].add(str(entry.actor_id))
        for name, values in entry.changes.items():
            other = _points_at(entry.subject_type, name)
            if other and isinstance(values, list):
                wanted[other] |= {str(value) for value in values if type(value) is int}
    names = {(row._meta.label_lower, str(row.pk)): str(row) for row in known}
    for label, ids in wanted.items():
        missing = [int(id) for id in ids if (label, id) not in names and id.isascii() and id.isdecimal()]
        names |= {(label, str(id)): name for id, name in _looked_up(label, actor, missing).items()}
    return [_line(entry, names) for entry in entries]


def kind_words(label: str) -> str:
    """What sort of object a model holds, in words."""
    return str(KINDS.get(label, label.rpartition(".")[2]))


def _looked_up(label: str, actor: Actor, ids: Sequence[int]) -> Mapping[int, str]:
    if not ids:
        return {}
    if label in _names:
        return _names[label](actor, ids)
    if label == _ACCOUNT:
        return names_of(ids)
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        # A kind that an earlier version had.
        return {}
    # A name is made of the object and what it points at itself.
    nearest = [field.name for field in model._meta.get_fields() if field.many_to_one and field.concrete]
    rows = model._base_manager.filter(pk__in=ids)
    return {row.pk: str(row) for row in (rows.select_related(*nearest) if nearest else rows)}


def _line(entry: AuditEntry, names: Mapping[tuple[str, str], str]) -> Line:
    kind, _, number = entry.on_behalf_of.partition(":")
    behalf = gettext("the host") if kind == "host" else names.get((_BEHALF.get(kind, ""), number), entry.on_behalf_of)
    behalf = "" if kind == ONE_OF_THE_YOUNG else behalf
    known = entry.verb in {verb.value for verb in Verb}
    return Line(
        at=entry.at,
        who=_who(entry, names),
        on_behalf_of=behalf,
        what=str(WORDS[Verb(entry.verb)]) if known else entry.verb,
        kind=kind_words(entry.subject_type),
        thing=names.get(
            (entry.subject_type, entry.subject_id), gettext("deleted, no. %(id)s") % {"id": entry.subject_id}
        ),
        changes=tuple(_change(entry, name, values, names) for name, values in entry.changes.items()),
        reason=entry.reason,
    )


def _points_at(label: str, name: str) -> str:
    """The kind of object that a field holds the number of; nothing for other fields."""
    try:
        field = apps.get_model(label)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return ""
    return field.related_model._meta.label_lower if field.many_to_one else ""


def _who(entry: AuditEntry, names: Mapping[tuple[str, str], str]) -> str:
    if entry.actor_id is not None:
        missing = gettext("Account %(number)s") % {"number": entry.actor_id}
        return names.get((_ACCOUNT, str(entry.actor_id)), missing)
    if entry.on_behalf_of == ONE_OF_THE_YOUNG:
        return gettext("Someone in the youth panel")
    return gettext("The operator of the site") if entry.is_operator else gettext("Someone who was not signed in")


def _change(entry: AuditEntry, name: str, values: Any, names: Mapping[tuple[str, str], str]) -> Change:
    label, council_id = entry.subject_type, entry.council_id
    field = str(FIELDS.get(name, name.replace("_", " ")))
    if not isinstance(values, list) or len(values) != 2:
        return Change(field=field, is_private=True)
    is_first = values[0] in (None, "") or name in COUNTS
    told = _values[label](council_id, name, *values) if label in _values else None
    if told is not None:
        return Change(field=field, before=told[0], after=told[1], is_first=is_first)
    other = _points_at(label, name)
    before, after = (names.get((other, str(value))) or value_words(label, name, value) for value in values)
    return Change(field=field, before=before, after=after, is_first=is_first)


def value_words(label: str, name: str, value: Any) -> str:
    """A stored value as people read it: days as days, truth as yes and no, codes as what they mean."""
    if value is None or value == "" or value == []:
        return gettext("nothing")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(value_words(label, name, part) for part in value)
    if name in VALUES and value in VALUES[name]:
        return str(VALUES[name][value])
    if isinstance(value, str):
        return _choice(label, name, value) or _time(value) or value
    return str(value)


def _choice(label: str, name: str, value: str) -> str:
    try:
        field = apps.get_model(label)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return ""
    return str(dict(getattr(field, "flatchoices", ())).get(value, ""))


def _time(value: str) -> str:
    """Words of a day or a moment; nothing when the text is neither."""
    try:
        found: date | None = parse_date(value)
        if found is not None:
            return day(found)
        at = parse_datetime(value)
    except ValueError:
        return ""
    return moment(at) if at is not None and at.tzinfo is not None else ""
