"""The answers that are owed: what each submission led to."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, hold
from veivalg.web.audit.operations import Noted, record, record_many
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.cleaning import clean
from veivalg.web.outbox import operations as outbox
from veivalg.web.participation import queries
from veivalg.web.participation.models import ParticipationRound, Submission, SubmissionAnswer
from veivalg.web.participation.models.submissions import LONGEST
from veivalg.web.participation.operations.sending import mail_key

State = Submission.State
EMAIL_KEPT = timedelta(days=30)
"""After the answer: long enough for a mail that has to be tried again."""
EMAIL_KEPT_AT_MOST = timedelta(days=365)
"""After the answers were due, answered or not."""
MOST_KEYS = 50


@transaction.atomic
def answer_submissions(
    *,
    actor: Actor,
    council: Council,
    round_id: int,
    submission_ids: Collection[int],
    outcome: str,
    words: str,
    changed_keys: Collection[str],
    on: date,
    now: datetime,
) -> int:
    """Give one or several the same answer, and mail it to those who left an address. Returns how many got it.

    Those that have been answered in the meantime keep their answer. Raises access.doors.Refused, SecondFactorNeeded,
    and NotPossible when none is chosen, when one has not been read yet, when words are missing, or when something
    that was changed is not in the plan.
    """
    require(actor, Permission.PARTICIPATION_SUBMISSION_ANSWER, council_id=council.pk)
    # Held, so that two who answer the same at once are one answer.
    rounds = ParticipationRound.objects.defer("content").select_for_update(of=("self",), no_key=True)
    round_row = rounds.get(pk=round_id, council=council)
    round_row.council = council
    words, keys = _checked(round_row, words, changed_keys)
    chosen = Submission.objects.select_for_update(of=("self",), no_key=True).filter(
        round=round_row, pk__in=submission_ids, answer=None
    )
    rows = list(chosen.exclude(state=State.WITHDRAWN).order_by("pk"))
    if not rows:
        raise NotPossible(gettext("Choose at least one submission that has not been answered."))
    if any(row.state == State.RECEIVED for row in rows):
        raise NotPossible(gettext("One of them has not been read. Publish it or withhold it before you answer."))
    SubmissionAnswer.objects.bulk_create(
        [
            SubmissionAnswer(
                submission=row,
                outcome=outcome,
                words=words,
                changed_keys=keys,
                answered_on=on,
                answered_at=now,
                account_id=actor.account_id,
            )
            for row in rows
        ],
        batch_size=500,
    )
    changes = {"outcome": [None, str(outcome)], "words": [None, words[:200]], "changed_keys": [None, keys]}
    record_many(actor, [Noted(Verb.SUBMISSION_ANSWERED, row, changes) for row in rows], at=now, council_id=council.pk)
    for row in rows:
        if row.email:
            row.round = round_row
            _mail(row, outcome=outcome, words=words, now=now)
    return len(rows)


@transaction.atomic
def change_answer(
    *,
    actor: Actor,
    council: Council,
    submission_id: int,
    version: int,
    outcome: str,
    words: str,
    changed_keys: Collection[str],
    now: datetime,
) -> SubmissionAnswer:
    """Write an answer anew; the day of the first one stands. No new mail is sent.

    Raises access.doors.Refused, SecondFactorNeeded, audit.changes.ChangedMeanwhile, SubmissionAnswer.DoesNotExist, and
    NotPossible as above.
    """
    require(actor, Permission.PARTICIPATION_SUBMISSION_ANSWER, council_id=council.pk)
    found = SubmissionAnswer.objects.select_related("submission__round").get(
        submission=submission_id, submission__round__council=council
    )
    submission = found.submission
    row = hold(SubmissionAnswer.objects.all(), pk=found.pk, version=version)
    words, keys = _checked(submission.round, words, changed_keys)
    changes = apply(row, {"outcome": str(outcome), "words": words, "changed_keys": keys})
    if changes:
        record(actor, Verb.SUBMISSION_ANSWERED, subject=submission, council_id=council.pk, changes=changes, at=now)
    return row


@transaction.atomic
def forget_addresses(*, now: datetime) -> int:
    """Wipe the addresses of those who were answered some time ago, and of all when the round is long over.

    Returns how many. It was promised where the address was asked for, so each is not noted by itself.
    """
    with_address = Submission.objects.exclude(email="")
    answered = with_address.filter(answer__answered_at__lt=now - EMAIL_KEPT)
    over = with_address.filter(round__answers_due_on__lt=timezone.localdate(now - EMAIL_KEPT_AT_MOST))
    found = list((answered | over).distinct().only("pk"))
    for row in found:
        outbox.forget_keyed(mail_key(row))
    return Submission.objects.filter(pk__in=[row.pk for row in found]).update(email="")


def _checked(row: ParticipationRound, words: str, changed_keys: Collection[str]) -> tuple[str, list[str]]:
    return checked_words(words, longest=LONGEST), checked_keys(row.strategy_id, changed_keys)


def checked_words(words: str, *, longest: int) -> str:
    """An answer without anything hidden in it. Raises NotPossible for one that is empty or too long."""
    words = clean(words)[0]
    if not words:
        raise NotPossible(gettext("Write how it was used, in words the sender understands."), field="words")
    if len(words) > longest:
        raise NotPossible(gettext("There is room for %(most)s signs.") % {"most": longest}, field="words")
    return words


def checked_keys(strategy_id: int | None, changed_keys: Collection[str]) -> list[str]:
    """What was changed, each once. Raises NotPossible for too many, and for what is not in the plan as it stands."""
    keys = list(dict.fromkeys(changed_keys))
    if len(keys) > MOST_KEYS:
        raise NotPossible(gettext("Choose at most %(most)s parts.") % {"most": MOST_KEYS}, field="changed_keys")
    known = queries.known_keys(strategy_id, keys) if strategy_id is not None else set()
    if set(keys) - known:
        raise NotPossible(gettext("One of the parts is not in the plan any more. Choose again."), field="changed_keys")
    return keys


def _mail(submission: Submission, *, outcome: str, words: str, now: datetime) -> None:
    row = submission.round
    with translation.override(submission.language):
        outbox.write(
            kind="submission_answer",
            recipient=submission.email,
            subject=gettext("This is how your submission was used"),
            body=gettext(
                "You sent a submission to “%(round)s”. %(council)s has answered it.\n\n%(outcome)s\n\n%(words)s\n\n"
                "Everything that was published, with answers, stands here:\n%(link)s\n\n"
                "Your own link from the receipt still works. We erase your address %(days)s days from now.\n"
            )
            % {
                "round": row.title,
                "council": row.council.name,
                "outcome": SubmissionAnswer.Outcome(outcome).label,
                "words": words,
                "link": f"{settings.ADDRESS}{row.get_absolute_url()}innspill/",
                "days": EMAIL_KEPT.days,
            },
            council_id=row.council_id,
            key=f"{mail_key(submission)}answer",
            now=now,
        )
