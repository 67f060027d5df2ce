"""Reads of reminders: which actions it is time to ask about, and who has been asked."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.models import Account
from veivalg.web.councils.models import Council, Person, RoleAssignment
from veivalg.web.endorsements import queries as endorsements
from veivalg.web.endorsements.models import Endorsement
from veivalg.web.reminders.asking import AGAIN_DAYS, Recipient, Standing, Why, recipient_of, standings
from veivalg.web.reminders.models import Digest, Referral, UpdateLink
from veivalg.web.strategy import status
from veivalg.web.strategy.models import Action, Strategy

MOST = 25
"""Actions in one mail; those that are left come the next time."""
MOST_CASES = 10
"""Cases that a municipality owes an answer on, in one mail."""


@dataclass
class Letter:
    """What one person is asked about."""

    recipient: Recipient
    asked: list[Standing] = field(default_factory=list)
    owed: list[Endorsement] = field(default_factory=list)
    """Cases that their municipality owes an answer on."""
    unreached: dict[Council, int] = field(default_factory=dict)
    """Actions that nobody can be asked about, by council, for whoever is its secretariat."""

    @property
    def councils(self) -> list[Council]:
        """Those it is about, in a fixed order."""
        found = {each.action.strategy.council_id: each.action.strategy.council for each in self.asked}
        found |= {row.round.council_id: row.round.council for row in self.owed}
        found |= {council.pk: council for council in self.unreached}
        return sorted(found.values(), key=lambda council: council.short_name)


def with_people(actions: "QuerySet[Action]") -> "QuerySet[Action]":
    """Actions with what it takes to know who is asked."""
    return actions.select_related(
        "strategy__council",
        "contact__account",
        "responsible_body",
        "responsible_participant__municipality",
        "responsible_participant__county",
    )


def standing_actions(actions: "QuerySet[Action]", *, on: date) -> list[Standing]:
    """Those that are followed up, with who is asked and whether it is time, in five queries."""
    followed = actions.followed()  # type: ignore[attr-defined]
    return standings(with_people(followed), status.latest(followed, on=on), on=on)


def followed_actions(council: Council | None = None) -> "QuerySet[Action]":
    """Actions of adopted strategies, of one council or of all."""
    found = Action.objects.followed()
    return found.filter(strategy__council=council) if council is not None else found


def letters(*, on: date, council: Council | None = None, found: Sequence[Standing] | None = None) -> list[Letter]:
    """One for each person whom it is time to ask, in twelve queries however many actions and people there are.

    Left out are those who have said no to mail, what someone has been asked lately, and those who have got a reminder
    this week or today. What a council has sent by hand stops its own part of the week's mail, and no other council's.
    `found` are the standings of all its actions, when they are at hand.
    """
    if found is None:
        found = standing_actions(followed_actions(council), on=on)
    due = [each for each in found if each.why is not None]
    lately = asked_lately(on=on)
    has_had = set(Digest.objects.filter(_had_mail(on)).values_list("recipient_hash", flat=True))
    by_hand = sent_by_hand(on=on)
    by_address: dict[str, Letter] = {}
    for each in sorted(due, key=_order):
        for recipient in each.answering.recipients:
            letter = by_address.setdefault(recipient.address, Letter(recipient))
            # Under former keys as well: a key that is changed must not make everyone be asked twice.
            was_asked = any((each.action.pk, one) in lately for one in recipient.hashes)
            has_asked = any((each.action.strategy.council_id, one) in by_hand for one in recipient.hashes)
            if not was_asked and not has_asked and len(letter.asked) < MOST:
                letter.asked.append(each)
    _add_owed(by_address, by_hand, on=on, council=council)
    _tell_secretariats(by_address, due, on=on)
    return [
        letter
        for letter in by_address.values()
        if letter.recipient.wants_mail
        and has_had.isdisjoint(letter.recipient.hashes)
        and (letter.asked or letter.owed or letter.unreached)
    ]


def week_of(on: date) -> str:
    """``2026-W48``"""
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02}"


def asked_lately(*, on: date) -> set[tuple[int, str]]:
    """Which action somebody was asked about in the last days: action, and the hash of the address."""
    since = on - timedelta(days=AGAIN_DAYS)
    links = UpdateLink.objects.filter(digest__made_on__gt=since)
    return set(links.values_list("action_id", "digest__recipient_hash"))


def sent_by_hand(*, on: date) -> set[tuple[int, str]]:
    """Which councils have asked somebody by hand in the week of a day: council, and the hash of the address."""
    rows = Digest.objects.filter(kind=Digest.Kind.BY_HAND, week=week_of(on))
    return {(council_id, hash) for council_id, hash in rows.values_list("council_id", "recipient_hash") if council_id}


def last_asked(actions: Sequence[int]) -> dict[int, date]:
    """The day that somebody was last asked about each action."""
    links = UpdateLink.objects.filter(action__in=actions).order_by().values("action")
    return {row["action"]: row["last"] for row in links.annotate(last=Max("digest__made_on"))}


def open_referrals(council: Council) -> "QuerySet[Referral]":
    """Those that wait for the secretariat."""
    return Referral.objects.filter(action__strategy__council=council).select_related("action", "account", "person")


def stored_about(person: Person) -> dict[str, Any]:
    """What is kept about a person: which actions they were asked about, and what they said of others."""
    return {
        "update_links": [
            {"action": link.action.text, "made_at": link.made_at.isoformat(), "expires_at": link.expires_at.isoformat()}
            for link in person.update_links.select_related("action")
        ],
        "referrals": [
            {"action": row.action.text, "text": row.text, "said_at": row.said_at.isoformat()}
            for row in person.referrals.select_related("action")
        ],
    }


def referrals_by_council(council_ids: Sequence[int]) -> dict[Council, list[Referral]]:
    """Those that wait, in one query."""
    rows = Referral.objects.filter(action__strategy__council__in=council_ids)
    found: dict[Council, list[Referral]] = defaultdict(list)
    for row in rows.select_related("action__strategy__council", "account", "person"):
        found[row.action.strategy.council].append(row)
    return found


def with_several_strategies(council_ids: Sequence[int]) -> set[int]:
    """Councils that follow up more than one strategy: there a number alone does not tell which action."""
    rows = Strategy.objects.filter(council__in=council_ids, state=Strategy.State.ADOPTED).order_by()
    counted = rows.values("council").annotate(count=Count("pk"))
    return set(counted.filter(count__gt=1).values_list("council", flat=True))


def _had_mail(on: date) -> Q:
    return Q(kind=Digest.Kind.WEEKLY, week=week_of(on)) | (~Q(kind=Digest.Kind.RENEWED) & Q(made_on=on))


def _order(each: Standing) -> tuple[str, int, int, int]:
    """By council, then the most pressing first."""
    strategy = each.action.strategy
    return (
        strategy.council.short_name,
        list(Why).index(each.why) if each.why else 99,
        each.action.number,
        each.action.pk,
    )


def _add_owed(
    by_address: dict[str, Letter], by_hand: Collection[tuple[int, str]], *, on: date, council: Council | None
) -> None:
    """Put in what municipalities owe an answer on, for each of their contacts, the first day first."""
    owed = endorsements.due_for_reminder(on=on, council=council)
    if not owed:
        return
    first_day = timezone.make_aware(datetime.combine(on - timedelta(days=AGAIN_DAYS - 1), time.min))
    lately = endorsements.asked_since(first_day)
    for row, accounts in endorsements.contacts_of(owed, on=on).items():
        for account in accounts:
            recipient = recipient_of(account)
            if recipient is None or (row.pk, account.pk) in lately:
                continue
            letter = by_address.setdefault(recipient.address, Letter(recipient))
            has_asked = any((row.round.council_id, one) in by_hand for one in recipient.hashes)
            if not has_asked and letter.recipient.account == account and len(letter.owed) < MOST_CASES:
                letter.owed.append(row)


def _tell_secretariats(by_address: dict[str, Letter], due: Sequence[Standing], *, on: date) -> None:
    """Secretariats get to know what nobody can be asked about, no more often than others are asked."""
    missing: dict[Council, int] = defaultdict(int)
    for each in due:
        if each.answering.cannot is not None:
            missing[each.action.strategy.council] += 1
    roles = RoleAssignment.objects.on(on).filter(council__in=missing, role=Role.SECRETARIAT)
    since = on - timedelta(days=AGAIN_DAYS)
    # By whom: what one council sent by hand told nothing of another's.
    told = set(Digest.objects.filter(made_on__gt=since).values_list("council_id", "recipient_hash"))
    for row in roles.filter(account__erased_at=None).exclude(account__email=None).select_related("account"):
        account: Account = row.account
        letter = by_address.get(account.email or "") or Letter(
            Recipient(account.email or "", account.display_name, account=account)
        )
        council = next(each for each in missing if each.pk == row.council_id)
        was_told = any((one, hash) in told for hash in letter.recipient.hashes for one in (None, council.pk))
        if letter.asked or letter.owed or not was_told:
            letter.unreached[council] = missing[council]
            by_address.setdefault(letter.recipient.address, letter)
