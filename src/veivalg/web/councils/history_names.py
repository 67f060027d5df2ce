"""What people, mandates and roles are called in the history, and to whom."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import ROLE_WORDS, Permission, Role
from veivalg.web.accounts.history import name_objects
from veivalg.web.councils.models import Body, Mandate, Person, RoleAssignment


def register() -> None:
    """Tell the history; called when the site starts."""
    name_objects("councils.person", people)
    name_objects("councils.mandate", mandates)
    name_objects("councils.roleassignment", roles)


def people(actor: Actor, ids: Sequence[int]) -> Mapping[int, str]:
    """People by name. The young stand there as a person, except for those who may see people's details."""
    rows = Person.objects.filter(pk__in=ids)
    young = set(Mandate.objects.filter(person__in=ids, body__kind=Body.Kind.YOUTH).values_list("person_id", flat=True))
    return {row.pk: _person(actor, row, is_young=row.pk in young) for row in rows}


def mandates(actor: Actor, ids: Sequence[int]) -> Mapping[int, str]:
    """Mandates by person and body."""
    rows = Mandate.objects.filter(pk__in=ids).select_related("person", "body")
    return {row.pk: f"{_person(actor, row.person, is_young=not row.body.shows_names)}, {row.body.name}" for row in rows}


def roles(actor: Actor, ids: Sequence[int]) -> Mapping[int, str]:
    """Roles by whom they were given to, in words."""
    rows = RoleAssignment.objects.filter(pk__in=ids).select_related("account")
    return {row.pk: f"{row.account.display_name}, {ROLE_WORDS[Role(row.role)]}" for row in rows}


def _person(actor: Actor, person: Person, *, is_young: bool) -> str:
    if is_young and not actor.may(Permission.COUNCILS_PERSON_READ, council_id=person.council_id):
        return gettext("Person %(number)s") % {"number": person.pk}
    return str(person)
