"""Rounds and submissions for tests, made straight in the tables."""

from datetime import date, timedelta

from tests.people import NOW, TODAY
from tests.web.strategy.planning import a_small_plan
from veivalg.rules.plans import as_plain
from veivalg.web.accounts.secrets import key_hash
from veivalg.web.councils.models import Council
from veivalg.web.participation.models import ParticipationRound, Submission, SubmissionAnswer
from veivalg.web.strategy.editions import checksum_of
from veivalg.web.strategy.models import Strategy
from veivalg.web.strategy.queries import plan_of

SIX_WEEKS, MONTH = timedelta(weeks=6), timedelta(days=30)


def a_round(
    council: Council, *, on: date = TODAY, strategy: Strategy | None = None, is_open: bool = True, **more
) -> ParticipationRound:
    """Opened a week before a day; a plan of three actions goes with it."""
    strategy = strategy or a_small_plan(council, state="consultation")
    opens_on = on - timedelta(days=7)
    content = as_plain(plan_of(strategy))
    given = {
        "title": "Utkast til strategi",
        "invitation": "Si hva du mener.",
        "open_to_change": "Mål og tiltak.",
        "opens_on": opens_on,
        "response_deadline": opens_on + SIX_WEEKS,
        "answers_due_on": opens_on + SIX_WEEKS + MONTH,
        "content": content if is_open else None,
        "checksum": checksum_of(content) if is_open else "",
        "published_at": NOW if is_open else None,
    } | more
    return ParticipationRound.objects.create(council=council, strategy=strategy, made_at=NOW, **given)


def a_submission(
    row: ParticipationRound, text: str = "Bussen må gå på kvelden.", *, key: str = "", **more
) -> Submission:
    """Published, from a citizen, unless told otherwise."""
    given = {
        "kind": "citizen",
        "language": "nb",
        "received_at": NOW,
        "received_on": row.opens_on,
        "state": "published",
        "receipt_hash": key_hash(key) if key else None,
    } | more
    return Submission.objects.create(round=row, text=text, **given)


def an_answer(submission: Submission, words: str = "Tiltaket er endret.", **more) -> SubmissionAnswer:
    given = {"outcome": "used", "changed_keys": [], "answered_on": TODAY, "answered_at": NOW} | more
    return SubmissionAnswer.objects.create(submission=submission, words=words, **given)
