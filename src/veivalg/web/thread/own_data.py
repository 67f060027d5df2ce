"""Everything that is stored about one person, in a form that a program can read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from veivalg.web.access.actor import Actor
from veivalg.web.accounts.models import Account
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.models import Mandate, Person
from veivalg.web.outbox.models import Message
from veivalg.web.reminders.models import Referral, UpdateLink
from veivalg.web.survey.models import Invitation
from veivalg.web.youth import own as youth

ABOUT = (
    "Everything Veivalg stores about you. Codes, keys and the secrets of second factors are kept as hashes or sealed, "
    "and are left out. Names and addresses in mail are wiped when it is sent."
)


def of(actor: Actor, account: Account, *, now: datetime) -> dict[str, Any]:
    """Account, sessions, roles, people, mandates, what one did, and that mail was written."""
    people = _people(actor, account)
    return {
        "about": ABOUT,
        "written_at": now,
        "account": _row(
            account,
            "id email name language mail_rhythm is_host may_set_up_until made_at",
        ),
        "sessions": _rows(
            account.sessions.all(), "device method is_shared_machine started_at seen_at ends_at second_factor_at"
        ),
        "second_factors": {
            "code_apps": _rows(account.totp_devices.all(), "made_at confirmed_at used_at"),
            "passkeys": _rows(account.passkeys.all(), "name is_backed_up made_at used_at"),
            "recovery_codes": _rows(account.recovery_codes.all(), "made_at used_at"),
        },
        "external_identities": _rows(account.external_identities.all(), "issuer subject linked_at used_at"),
        "mail_links": _rows(account.maillink_set.all(), "purpose made_at expires_at used_at"),
        "roles": _rows(
            account.role_assignments.select_related(
                "council", "participant__municipality", "participant__county"
            ).order_by("id"),
            "council role participant starts_on ends_on granted_at ended_at label",
        ),
        "staff_sessions": _rows(
            account.staff_sessions.select_related("council"), "council reason opened_at ends_at ended_at"
        ),
        "set_up_drafts": _rows(account.set_up_drafts.all(), "slug answers participants made_at changed_at"),
        "action_updates": _rows(
            account.action_updates.select_related("action"), "action status text done_count said_on said_at"
        ),
        "update_links": _rows(
            UpdateLink.objects.filter(Q(account=account) | Q(person__in=people)).select_related("action"),
            "action made_at expires_at",
        ),
        "endorsement_links": _rows(
            account.endorsement_links.select_related(
                "endorsement__round__resolution",
                "endorsement__participant__municipality",
                "endorsement__participant__county",
            ),
            "endorsement made_at expires_at used_at",
        ),
        "referrals": _rows(
            Referral.objects.filter(Q(account=account) | Q(person__in=people)).select_related("action"),
            "action text said_at",
        ),
        "people": _rows(people, "council name office party gender email phone made_at"),
        "mandates": _rows(
            Mandate.objects.filter(person__in=people).with_everything().select_related("replaced_by__person"),
            "body person participant position side substitute_order starts_on ends_on basis "
            "may_attend may_speak may_propose may_vote",
        ),
        # Only what was sent for a participant: what anyone sends without signing in is tied to nobody.
        "submissions": _rows(
            account.submissions.select_related("round", "participant__municipality", "participant__county"),
            "round participant text body_name body_resolved_on body_case_number email received_at state reason",
        ),
        "submission_answers": _rows(
            account.submission_answers.select_related("submission"), "submission outcome words answered_on"
        ),
        "youth_submissions": youth.of(actor, account, on=timezone.localdate(now)),
        "youth_answers": _rows(
            account.youth_answers.select_related("submission"), "submission outcome words answered_on"
        ),
        "rounds": [_invitation(row) for row in _invitations(people)],
        "history": [
            # What was changed in others' data stays with the council; that it was changed is about whoever did it.
            {**_row(entry, "at verb subject_type subject_id reason"), "fields": sorted(entry.changes)}
            for entry in AuditEntry.objects.filter(actor_id=account.pk).iterator(chunk_size=2000)
        ],
        "mail": _rows(
            Message.objects.filter(account_id=account.pk), "kind state written_at sent_at attempt_count trouble"
        ),
    }


def _people(actor: Actor, account: Account) -> QuerySet[Person]:
    """People who are this account; those that only share its address when the reader may see them anyway."""
    mine = Q(account=account)
    if account.email:
        mine |= Q(email__iexact=account.email, pk__in=Person.objects.visible_to(actor).values("pk"))
    return Person.objects.filter(mine, erased_at=None).select_related("council")


def _invitations(people: QuerySet[Person]) -> QuerySet[Invitation]:
    """Open and confidential rounds that the person was asked in. Anonymous answers are nobody's."""
    rows = Invitation.objects.filter(person__in=people).select_related("round__council", "group", "ballot")
    return rows.order_by("id")


def _invitation(row: Invitation) -> dict[str, Any]:
    """What was answered is told when the round has closed: until then nobody is shown any answer, however they ask."""
    ballot = getattr(row, "ballot", None)
    is_told = ballot is not None and row.round.is_closed
    return {
        **_row(row, "round group made_at"),
        "has_answered": ballot is not None,
        "answers": ballot.answers if ballot is not None and is_told else None,
    }


def _rows(rows: QuerySet[Any], fields: str) -> list[dict[str, Any]]:
    return [_row(row, fields) for row in rows]


def _row(row: Model, fields: str) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in fields.split()}


def _plain(value: Any) -> Any:
    """Rows by their names; the rest as it is, for an encoder that knows dates."""
    if isinstance(value, Mapping | list):
        return value
    return str(value) if isinstance(value, Model) else value
