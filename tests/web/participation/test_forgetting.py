"""Whoever takes their address back is not left with a copy of it in the mail that waits."""

import pytest

from tests.people import NOW, TODAY
from tests.web.participation.voices import a_round, a_submission
from veivalg.web.access.actor import VISITOR
from veivalg.web.outbox.models import Message
from veivalg.web.participation.models import Submission
from veivalg.web.participation.operations import answering, moderating, own, sending

pytestmark = pytest.mark.django_db
KEY, ADDRESS = "a" * 43, "rev@example.no"


@pytest.fixture
def row(people):
    return a_round(people.council)


@pytest.fixture
def sent(people, row):
    """With a receipt that waits for a mail server."""
    values = {"text": "Bussen må gå.", "kind": "citizen", "language": "nb", "email": ADDRESS}
    given = {"council": people.council, "round_id": row.pk, "key": KEY, "values": values}
    return sending.send_submission(actor=VISITOR, on=TODAY, now=NOW, **given).submission


def waiting() -> list[str]:
    return list(Message.objects.exclude(recipient="").values_list("recipient", flat=True))


def mine(people) -> dict:
    return {"actor": VISITOR, "council": people.council, "key": KEY, "now": NOW}


def test_the_receipt_of_one_who_withdraws_is_not_kept(people, sent):
    assert waiting() == [ADDRESS]
    own.withdraw(**mine(people), on=TODAY)
    assert waiting() == []


def test_no_mail_that_waits_keeps_an_address_that_its_owner_removed(people, sent):
    Submission.objects.update(state="published")
    answering.answer_submissions(
        actor=people.secretary.actor,
        council=people.council,
        round_id=sent.round_id,
        submission_ids=[sent.pk],
        outcome="used",
        words="Tiltaket er endret.",
        changed_keys=[],
        on=TODAY,
        now=NOW,
    )
    assert waiting() == [ADDRESS, ADDRESS]
    own.remove_name(**mine(people))
    assert waiting() == []


def test_no_mail_that_waits_keeps_what_the_secretariat_erased(people, sent):
    moderating.erase_personal(
        actor=people.secretary.actor,
        council=people.council,
        submission_id=sent.pk,
        version=sent.version,
        reason="På oppfordring",
        with_text=True,
        now=NOW,
    )
    assert waiting() == []


def test_an_address_that_was_wrong_is_not_sent_the_link_when_it_has_been_corrected(people, sent):
    own.set_email(**mine(people), email="ny@example.no")
    assert waiting() == ["ny@example.no"]


def test_an_address_that_was_kept_long_enough_is_in_no_mail_either(people, sent):
    answering.forget_addresses(now=NOW.replace(year=NOW.year + 3))
    assert waiting() == []


def test_what_waits_for_others_is_left(people, row, sent):
    other = a_submission(row, key="b" * 43, email=ADDRESS)
    sending.write_receipt(other, key="b" * 43, now=NOW)
    own.withdraw(**mine(people), on=TODAY)
    assert waiting() == [ADDRESS]
