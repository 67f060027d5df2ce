"""Who is asked how an action is going, and when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.secrets import keyed_hash, keyed_hashes
from veivalg.web.councils.models import Mandate, Person, RoleAssignment
from veivalg.web.strategy import deadlines, status
from veivalg.web.strategy.models import Action, ActionUpdate

AGAIN_DAYS = 14
"""Nobody is asked about the same action more often, and an answer is left in peace for as long."""
SOON_DAYS = 14
"""So long before an answer becomes too old."""
DUE_DAYS = 30
"""So long before a deadline."""


class Why(StrEnum):
    """Why an action is asked about, the most pressing first."""

    OVERDUE = "overdue"
    DUE = "due"
    NEVER = "never"
    STALE = "stale"
    SOON_STALE = "soon_stale"


class Cannot(StrEnum):
    """Why nobody can be asked."""

    NO_RESPONSIBLE = "no_responsible"
    YOUNG = "young"
    NO_LEADER = "no_leader"
    NO_ADDRESS = "no_address"
    NO_CONTACT = "no_contact"
    NO_ROLE = "no_role"


@dataclass(frozen=True)
class Recipient:
    """Someone with an address. The same address is the same someone."""

    address: str
    """In small letters."""
    name: str
    account: Account | None = None
    person: Person | None = None

    @property
    def hash(self) -> str:
        """How the address is kept."""
        return keyed_hash("digest", self.address)

    @property
    def hashes(self) -> list[str]:
        """The same under every key that counts."""
        return keyed_hashes("digest", self.address)

    @property
    def wants_mail(self) -> bool:
        """Whether they have not said no. Someone without an account tells the secretariat."""
        return self.account is None or self.account.mail_rhythm != Account.MailRhythm.NONE


@dataclass(frozen=True)
class Answering:
    """Who answers for an action on a day, as far as they can be reached."""

    recipients: tuple[Recipient, ...] = ()
    cannot: Cannot | None = None


@dataclass(frozen=True)
class Standing:
    """An action on a day: who is asked, whether it is time, and what was said last."""

    action: Action
    answering: Answering
    said: ActionUpdate | None
    why: Why | None
    """None: it is not time."""


def why(action: Action, said: ActionUpdate | None, *, on: date) -> Why | None:
    """Why it is time to ask on a day; else None. What is done for good or has not begun is not asked about."""
    if status.is_done_for_good(action, said, on=on):
        return None
    if said is not None and on - said.said_on < timedelta(days=AGAIN_DAYS):
        return None
    if said is None and status.is_to_come(action, on=on):
        return None
    due = deadlines.overdue_after(action)
    if due is not None and due < on:
        return Why.OVERDUE
    if due is not None and due - on <= timedelta(days=DUE_DAYS):
        return Why.DUE
    if said is None:
        return Why.NEVER
    left = status.fresh_days(action) - (on - said.said_on).days
    if left < 0:
        return Why.STALE
    return Why.SOON_STALE if left <= SOON_DAYS else None


def standings(actions: Iterable[Action], said: Mapping[int, ActionUpdate], *, on: date) -> list[Standing]:
    """Each action with who answers for it, in three queries however many there are."""
    actions = list(actions)
    answering = who(actions, on=on)
    return [
        Standing(action, answering[action.pk], said.get(action.pk), why(action, said.get(action.pk), on=on))
        for action in actions
    ]


def who(actions: Sequence[Action], *, on: date) -> dict[int, Answering]:
    """Who answers for each action. The contact if there is one, else whoever holds the post on that day.

    The actions have strategy, contact and responsible body at hand. In three queries however many there are.
    """
    bodies = {action.responsible_body_id for action in actions if action.responsible_body_id}
    councils = {action.strategy.council_id for action in actions}
    posts: dict[tuple[int, str], list[Person]] = defaultdict(list)
    leaders = (Mandate.Position.LEADER, Mandate.Position.VICE_LEADER)
    held = Mandate.objects.on(on).filter(body__in=bodies, position__in=leaders).select_related("person__account")
    for mandate in held.order_by("-starts_on", "pk"):
        posts[mandate.body_id, mandate.position].append(mandate.person)
    roles: dict[tuple[int, str, int | None], list[Account]] = defaultdict(list)
    given = RoleAssignment.objects.on(on).filter(council__in=councils).select_related("account")
    for row in given.filter(
        Q(role__in={action.responsible_role for action in actions if action.responsible_role})
        | Q(role=Role.MUNICIPAL_CONTACT)
    ).order_by("pk"):
        of_participant = row.participant_id if row.role == Role.MUNICIPAL_CONTACT else None
        roles[row.council_id, row.role, of_participant].append(row.account)
    people = [action.contact for action in actions if action.contact] + [p for row in posts.values() for p in row]
    known = _accounts_of(people)
    return {action.pk: _answering(action, posts, roles, known) for action in actions}


def _accounts_of(people: Iterable[Person]) -> dict[str, Account]:
    """Accounts that have the address of someone without an account of their own."""
    addresses = {_address(person.email) for person in people if not person.account_id} - {""}
    return {account.email: account for account in Account.objects.filter(email__in=addresses) if account.email}


def _answering(
    action: Action,
    posts: Mapping[tuple[int, str], Sequence[Person]],
    roles: Mapping[tuple[int, str, int | None], Sequence[Account]],
    known: Mapping[str, Account],
) -> Answering:
    contact = _person(action.contact, known) if action.contact else None
    if contact is not None:
        return Answering((contact,))
    council_id = action.strategy.council_id
    if action.responsible_body is not None:
        if not action.responsible_body.shows_names:
            # The young are not sent mail that others have asked for on their behalf.
            return Answering(cannot=Cannot.YOUNG)
        position = action.responsible_position or Mandate.Position.LEADER
        holders = posts.get((action.responsible_body.pk, position), ())
        found = [_person(person, known) for person in holders]
        return _of(found, Cannot.NO_ADDRESS if holders else Cannot.NO_LEADER)
    if action.responsible_participant_id:
        key = (council_id, Role.MUNICIPAL_CONTACT.value, action.responsible_participant_id)
        return _of(map(recipient_of, roles.get(key, ())), Cannot.NO_CONTACT)
    if action.responsible_role:
        return _of(map(recipient_of, roles.get((council_id, action.responsible_role, None), ())), Cannot.NO_ROLE)
    return Answering(cannot=Cannot.NO_RESPONSIBLE)


def _of(found: Iterable[Recipient | None], otherwise: Cannot) -> Answering:
    unique = {each.address: each for each in found if each is not None}
    return Answering(tuple(unique.values())) if unique else Answering(cannot=otherwise)


def _person(person: Person, known: Mapping[str, Account]) -> Recipient | None:
    """Someone as they can be reached: at their own account's address, else at the one that the council has."""
    if person.erased_at is not None:
        return None
    address = _address(person.email)
    account = person.account or known.get(address)
    if account is not None and account.email and account.erased_at is None:
        return Recipient(_address(account.email), person.name, account=account, person=person)
    return Recipient(address, person.name, person=person) if address else None


def recipient_of(account: Account) -> Recipient | None:
    """Someone with an account as they can be reached."""
    if not account.email or account.erased_at is not None:
        return None
    return Recipient(_address(account.email), account.display_name, account=account)


def _address(email: str) -> str:
    """An address as it is compared; nothing that could not be one."""
    text = email.strip().lower()
    return (
        text
        if "@" in text and text.isprintable() and not any(sign.isspace() or sign in ",;<>" for sign in text)
        else ""
    )


def why_words(reason: Why) -> str:
    """Why it is time, in words."""
    return {
        Why.OVERDUE: gettext("The deadline has passed"),
        Why.DUE: gettext("The deadline is near"),
        Why.NEVER: gettext("Nobody has said how it is going"),
        Why.STALE: gettext("The last answer is too old"),
        Why.SOON_STALE: gettext("The last answer is soon too old"),
    }[reason]


def cannot_words(reason: Cannot) -> str:
    """Why nobody can be asked, and what to do, in words."""
    return {
        Cannot.NO_RESPONSIBLE: gettext("Nobody answers for it. Choose a body, a participant or a role."),
        Cannot.YOUNG: gettext("Young people get no such mail. Choose a contact."),
        Cannot.NO_LEADER: gettext("Nobody can be asked: the post is vacant."),
        Cannot.NO_ADDRESS: gettext("We lack the e-mail address of whoever holds the post. Register it."),
        Cannot.NO_CONTACT: gettext("The municipality has no contact with access here. Give someone access."),
        Cannot.NO_ROLE: gettext("Nobody has the role now. Give someone access."),
    }[reason]


def ways_out(action: Action, reason: Cannot) -> list[tuple[str, str]]:
    """Where it is mended that nobody can be asked: address and words of each way, the nearest first."""
    slug = action.strategy.council.slug
    change = reverse("strategy:change_action", args=[slug, action.pk])
    if reason == Cannot.NO_RESPONSIBLE:
        return [(change, gettext("Choose who answers for it"))]
    found = []
    if reason == Cannot.NO_LEADER:
        words = gettext("Register a mandate in %(body)s") % {"body": action.responsible_body}
        found.append((reverse("councils:new_mandate", args=[slug, action.responsible_body_id]), words))
    elif reason == Cannot.NO_ADDRESS:
        address = reverse("councils:body", args=[slug, action.responsible_body_id])
        found.append((address, gettext("See who holds the post")))
    elif reason in (Cannot.NO_CONTACT, Cannot.NO_ROLE):
        found.append((reverse("councils:grant_role", args=[slug]), gettext("Give someone access")))
    return [*found, (change, gettext("Choose a contact for the action"))]
