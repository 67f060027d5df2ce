"""Two who answer for the same municipality in the same moment."""

from datetime import UTC, date, datetime
from functools import partial
from threading import Event
from time import sleep

import pytest
from django.db import transaction
from django.utils import translation

from tests.people import NOW, People, someone, with_role
from tests.web.councils.test_at_once import at_once
from tests.web.endorsements.conftest import ON, VALUES, a_resolution, an_answer, rows_of
from tests.web.endorsements.test_links import keys
from tests.web.endorsements.test_rounds import correct
from veivalg.web.access.catalogue import Role
from veivalg.web.audit.models import AuditEntry
from veivalg.web.endorsements.models import EndorsementLink, EndorsementRound
from veivalg.web.endorsements.operations import links, sending
from veivalg.web.endorsements.operations.answers import register_answer
from veivalg.web.endorsements.operations.rounds import open_round

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db):
    return People()


@pytest.fixture
def a_round(people):
    with translation.override("en"):
        return opened(people, a_resolution(people.council))


def opened(people, resolution):
    return open_round(
        actor=people.secretary.actor,
        council=people.council,
        resolution_id=resolution.pk,
        values=VALUES,
        on=ON,
        now=NOW,
    )


def refused() -> list[str]:
    return [e.changes["rule"][1] for e in AuditEntry.objects.filter(verb="endorsements.endorsement.refuse")]


def answers() -> int:
    return AuditEntry.objects.filter(verb__startswith="endorsements.endorsement.answer").count()


def test_of_two_secretaries_one_answer_stands_and_the_other_is_noted(people, a_round):
    row = rows_of(a_round)[0]
    other = with_role(someone("annen"), people.council, Role.SECRETARIAT)
    works = [
        partial(
            register_answer,
            actor=who.actor,
            council=people.council,
            endorsement_id=row.pk,
            version=1,
            answer=an_answer(result=result),
            on=ON,
            now=NOW,
        )
        for who, result in ((people.secretary, "adopted"), (other, "rejected"))
    ]

    assert at_once(*works) == ["", "ChangedMeanwhile"]
    assert rows_of(a_round)[0].version == 2
    assert (answers(), refused()) == (1, ["same_moment"])


def test_of_two_presses_on_the_same_link_one_counts(people, a_round):
    people.municipal_contact  # noqa: B018 - made when asked for
    now = datetime.now(tz=UTC)
    sending.send_round(actor=people.secretary.actor, council=people.council, round_id=a_round.pk, on=ON, now=now)
    link = EndorsementLink.objects.get()
    press = partial(links.answer_by_link, key=keys()[0], link_id=link.pk, answer=an_answer(), on=ON, now=now)

    assert at_once(press, press) == ["", "AnswerRefused"]
    assert (answers(), refused()) == (1, ["answered"])


def test_a_link_and_the_secretariat_at_once_leave_one_answer(people, a_round):
    people.municipal_contact  # noqa: B018 - made when asked for
    now = datetime.now(tz=UTC)
    sending.send_round(actor=people.secretary.actor, council=people.council, round_id=a_round.pk, on=ON, now=now)
    row, link = rows_of(a_round)[0], EndorsementLink.objects.get()
    outcome = at_once(
        partial(links.answer_by_link, key=keys()[0], link_id=link.pk, answer=an_answer(), on=ON, now=now),
        partial(
            register_answer,
            actor=people.secretary.actor,
            council=people.council,
            endorsement_id=row.pk,
            version=row.version,
            answer=an_answer(result="rejected"),
            on=ON,
            now=now,
        ),
    )

    assert outcome[0] == ""
    assert outcome[1] in ("AnswerRefused", "ChangedMeanwhile")
    assert (answers(), len(refused())) == (1, 1)


def test_an_answer_that_is_given_while_the_resolution_is_corrected_is_never_lost(people, a_round):
    second = people.participants[1]
    row = next(row for row in rows_of(a_round) if row.participant_id == second.pk)
    # On the corrected day the second did not take part yet, and would be asked no more.
    second.starts_on = date(2026, 5, 15)
    second.save()
    other = with_role(someone("annen"), people.council, Role.SECRETARIAT)
    people.secretary  # noqa: B018 - made when asked for
    is_written = Event()

    def answer_slowly():
        with transaction.atomic():
            register_answer(
                actor=other.actor,
                council=people.council,
                endorsement_id=row.pk,
                version=1,
                answer=an_answer(),
                on=ON,
                now=NOW,
            )
            is_written.set()
            sleep(0.4)

    def correct_meanwhile():
        assert is_written.wait(60)
        correct(people, a_round.resolution, resolved_on=date(2026, 4, 1))

    assert at_once(answer_slowly, correct_meanwhile) == ["", ""]
    assert [each.result for each in a_round.endorsements.filter(participant=second)] == ["adopted"]


def test_two_who_send_the_same_resolution_make_one_round(people):
    resolution = a_resolution(people.council)
    people.secretary  # noqa: B018 - made when asked for
    assert at_once(*[partial(opened, people, resolution)] * 2) == ["", "NotPossible"]
    assert EndorsementRound.objects.count() == 1
