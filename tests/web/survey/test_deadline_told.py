"""Whoever has been asked hears that the last moment was moved, in a mail and on the page that the old mail leads to."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.people import NOW
from tests.web.survey.asking import CLOSES, a_person, a_round, again, slips
from tests.web.survey.test_handing_out import codes_in_mail, run
from veivalg.web.audit.models import AuditEntry
from veivalg.web.outbox.models import Message
from veivalg.web.survey.operations import answering, handing_out, managing
from veivalg.web.ui.dates import moment

pytestmark = pytest.mark.django_db


def move(people, found, closes_at, *, now=NOW):
    return managing.move_deadline(**run(people, found, now=now), closes_at=closes_at, reason="Flere ba om det.")


def told():
    return Message.objects.filter(kind="survey_deadline")


@pytest.mark.parametrize("mode", ["open", "confidential", "anonymous"])
def test_those_who_were_asked_by_mail_get_one_about_the_new_moment_without_a_code(people, mode):
    found = a_round(people, mode=mode)
    kari = a_person(people)
    a_person(people, "Ola Nordmann")
    handing_out.mail_codes(**run(people, found), people=[(kari, None)])
    code = codes_in_mail()[kari.email]
    later = CLOSES + timedelta(days=3)
    move(people, found, later)
    (mail,) = told()
    assert mail.recipient == kari.email
    assert moment(later) in mail.body
    assert moment(CLOSES) in mail.body
    assert code not in mail.body
    assert mail.useless_after == later
    assert AuditEntry.objects.get(verb="survey.deadline.move").changes["mail_count"] == [None, 1]
    # The link in the first mail is the one that counts.
    assert answering.holder_of(code, now=NOW).round == found


def test_a_mail_that_still_waits_is_of_use_as_long_as_one_can_answer(people):
    found = a_round(people, mode="open")
    handing_out.mail_codes(**run(people, found), people=[(a_person(people), None)])
    for closes_at in (CLOSES + timedelta(days=3), CLOSES - timedelta(days=1)):
        move(people, found, closes_at)
        assert Message.objects.get(kind="survey_code").useless_after == closes_at


def test_nobody_is_written_to_when_nobody_has_been_or_when_nothing_is_moved(people):
    found = a_round(people)
    slips(people, found, 5)
    a_person(people)
    move(people, found, CLOSES + timedelta(days=1))
    assert not told()
    assert "mail_count" not in AuditEntry.objects.get(verb="survey.deadline.move").changes
    other = a_round(people, mode="open")
    handing_out.mail_codes(**run(people, other), people=[(a_person(people, "Ola Nordmann"), None)])
    move(people, other, again(other).closes_at)
    assert not told()


def test_one_without_an_address_or_of_another_round_is_not_written_to(people):
    found, other = a_round(people, mode="open"), a_round(people, mode="open")
    # Whoever is erased has no address either.
    gone, elsewhere = a_person(people), a_person(people, "Ola Nordmann")
    handing_out.mail_codes(**run(people, found), people=[(gone, None)])
    handing_out.mail_codes(**run(people, other), people=[(elsewhere, None)])
    type(gone).objects.filter(pk=gone.pk).update(email="")
    move(people, found, CLOSES + timedelta(days=1))
    assert not told()


def test_the_page_that_an_old_mail_leads_to_says_what_holds(people):
    now = timezone.now()
    found = a_round(people, now=now)
    code, *_ = slips(people, found, 5, now=now)
    words = "this is what holds, also when your mail or slip says another"
    asked = Client().post("/kode/?sprak=en", {"code": code}).content.decode()
    assert words not in asked
    later = again(found).closes_at + timedelta(days=2)
    move(people, found, later, now=now)
    asked = Client().post("/kode/?sprak=en", {"code": code})
    assert words in asked.content.decode()
    assert asked.context["round"].closes_at == later
