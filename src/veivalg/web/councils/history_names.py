"""What people, mandates and roles are called in the history, and to whom."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import ROLE_WORDS, Permission, Role
from veivalg.web.accounts.history import name_objects
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Body, Mandate, Person, RoleAssignment
from veivalg.web.councils.publishing import unnamed_among


def register() -> None:
    """Tell the history; called when the site starts."""
    name_objects("accounts.account", accounts)
    name_objects("councils.person", people)
    name_objects("councils.mandate", mandates)
    name_objects("councils.roleassignment", roles)


def accounts(actor: Actor, ids: Sequence[int]) -> Mapping[int, str]:
    """Accounts by name. An alias is for those who make the codes, and for whoever has it."""
    rows = Account.objects.filter(pk__in=ids)
    aliases = [row.pk for row in rows if row.is_alias]
    shown = _aliases_shown_to(actor, aliases) if aliases else frozenset()
    return {row.pk: _account(row, is_shown=not row.is_alias or row.pk in shown) for row in rows}


def people(actor: Actor, ids: Sequence[int]) -> Mapping[int, str]:
    """People by name. For those who may not see people's details the young stand there as a person, and so does
    someone without a mandate, who may be about to get one in a body of the young."""
    rows = Person.objects.filter(pk__in=ids)
    kinds = Mandate.objects.filter(person__in=ids).order_by().values_list("person_id", "body__kind").distinct()
    named, young = set(), set()
    for person_id, kind in kinds:
        (young if kind == Body.Kind.YOUTH else named).add(person_id)
    return {row.pk: _person(actor, row, is_named=row.pk in named - young) for row in rows}


def mandates(actor: Actor, ids: Sequence[int]) -> Mapping[int, str]:
    """Mandates by person and body."""
    rows = Mandate.objects.filter(pk__in=ids).select_related("person", "body")
    unnamed = unnamed_among(rows)
    return {row.pk: f"{_person(actor, row.person, is_named=row.pk not in unnamed)}, {row.body.name}" for row in rows}


def roles(actor: Actor, ids: Sequence[int]) -> Mapping[int, str]:
    """Roles by whom they were given to, in words."""
    rows = RoleAssignment.objects.filter(pk__in=ids)
    names = accounts(actor, [row.account_id for row in rows])
    return {row.pk: f"{names[row.account_id]}, {ROLE_WORDS[Role(row.role)]}" for row in rows}


def _aliases_shown_to(actor: Actor, account_ids: Sequence[int]) -> frozenset[int]:
    councils = [id for id in actor.council_ids if actor.may(Permission.COUNCILS_YOUTH_CODE_MAKE, council_id=id)]
    own = RoleAssignment.objects.filter(account__in=account_ids, council__in=councils, role=Role.YOUTH_PANEL)
    shown = set(account_ids) if actor.is_operator else set(own.values_list("account_id", flat=True))
    return frozenset(shown | ({actor.account_id} if actor.account_id is not None else set()))


def _account(account: Account, *, is_shown: bool) -> str:
    return account.display_name if is_shown else gettext("Account %(number)s") % {"number": account.pk}


def _person(actor: Actor, person: Person, *, is_named: bool) -> str:
    if not is_named and not actor.may(Permission.COUNCILS_PERSON_READ, council_id=person.council_id):
        return gettext("Person %(number)s") % {"number": person.pk}
    return str(person)
