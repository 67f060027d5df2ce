"""Asking for new links fills nobody's mailbox, whichever of the old links it is asked with."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.reminders.conftest import addresses
from veivalg.web.access.actor import OPERATOR
from veivalg.web.outbox.models import Message
from veivalg.web.reminders.operations import digests

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(people, leader):
    """Of the three links of one mail."""
    now = timezone.now()
    digests.write_digests(actor=OPERATOR, on=timezone.localdate(now), now=now, also_in_july=True)
    return [address.split("/")[2] for address in addresses()]


def test_all_the_links_of_one_mail_together_give_no_more_new_mails_than_one_of_them(keys):
    phone = Client()
    answers = [phone.post("/oppdater/ny/", {"key": key}).status_code for key in keys for _ in range(3)]

    assert answers == [200] * 3 + [429] * 6
    assert Message.objects.exclude(state="withheld").filter(key__startswith="digest:renewed").count() <= 3


def test_the_links_of_a_new_mail_count_with_those_of_the_old(keys):
    phone = Client()
    phone.post("/oppdater/ny/", {"key": keys[0]})
    newer = [address.split("/")[2] for address in addresses()]
    answers = [phone.post("/oppdater/ny/", {"key": key}).status_code for key in newer]

    assert answers == [200, 200, 429]
