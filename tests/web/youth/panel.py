"""Matters, the young, and what they say, for tests: made straight in the tables."""

from datetime import UTC, date, datetime, timedelta

from tests.people import LONG_AGO, NOW, TODAY, Someone, with_role
from tests.web.strategy.planning import a_body, a_small_plan
from veivalg.rules.plans import as_plain
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations import sessions
from veivalg.web.councils.models import Body, Council
from veivalg.web.directions.models import DirectionChoice, Outcome
from veivalg.web.meetings.models import Resolution
from veivalg.web.strategy.editions import checksum_of
from veivalg.web.strategy.models import Strategy
from veivalg.web.strategy.queries import plan_of
from veivalg.web.youth.models import YouthAnswer, YouthMatter, YouthSubmission

FOUR_WEEKS, MONTH = timedelta(weeks=4), timedelta(days=30)


def one_of_the_young(council: Council, alias: str = "Fjellrev") -> Someone:
    """Someone in the panel as they really are: no address, an alias, and no second factor."""
    account = Account.objects.create(email=None, name=alias, made_at=NOW)
    key, session = sessions.start(account=account, method="test", device="Tests", now=datetime.now(tz=UTC))
    return with_role(Someone(account, session, key), council, Role.YOUTH_PANEL)


def a_matter(
    council: Council, *, on: date = TODAY, is_open: bool = True, with_draft: bool = False, **more
) -> YouthMatter:
    """Opened a week before a day, with four weeks to answer; with a draft strategy when asked for."""
    opened_on = on - timedelta(days=7)
    deadline = opened_on + FOUR_WEEKS
    given = {
        "title": "Bussen om kvelden",
        "about": "Vi skal velge ruter.",
        "open_to_change": "Når bussen går.",
        "response_deadline": deadline,
        "resolution_planned_on": deadline + timedelta(weeks=2),
        "answers_due_on": deadline + MONTH,
        "opened_at": NOW if is_open else None,
        "opened_on": opened_on if is_open else None,
    } | more
    if with_draft:
        strategy: Strategy = a_small_plan(council, state="draft")
        content = as_plain(plan_of(strategy))
        given |= {"strategy": strategy, "content": content, "checksum": checksum_of(content)}
    return YouthMatter.objects.create(council=council, made_at=NOW, **given)


def something_said(
    council: Council, matter: YouthMatter | None = None, text: str = "Siste buss må gå klokka 23.", **more
) -> YouthSubmission:
    """Published, from nobody in particular, on the day the matter was opened, unless told otherwise."""
    received_on = matter.opened_on if matter is not None else TODAY
    given = {
        "received_at": NOW,
        "received_on": received_on,
        "answer_due_on": matter.answers_due_on if matter is not None else received_on + MONTH,
        "state": "published",
    } | more
    return YouthSubmission.objects.create(council=council, matter=matter, text=text, **given)


def an_answer(submission: YouthSubmission, words: str = "Bussen går nå 23.15.", **more) -> YouthAnswer:
    given = {"outcome": "used", "answered_on": TODAY, "answered_at": NOW} | more
    return YouthAnswer.objects.create(submission=submission, words=words, **given)


def a_resolution(council: Council, *, on: date = LONG_AGO, title: str = "Ruteplan", body: Body | None = None):
    body = body or Body.objects.filter(council=council).first() or a_body(council)
    return Resolution.objects.create(
        council=council,
        body=body,
        resolved_on=on,
        kind=Resolution.Kind.INTERNAL,
        title=title,
        text="Planen vedtas.",
        registered_at=NOW,
    )


def decided(choice: DirectionChoice, council: Council) -> Outcome:
    """A body has resolved what came of a choice of direction."""
    return Outcome.objects.create(choice=choice, resolution=a_resolution(council), chosen=[], decided_at=NOW)
