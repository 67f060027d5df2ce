"""The demo council's youth panel has been asked and answered, but for one answer that is late."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from veivalg import demo
from veivalg.web.accounts.models import Account
from veivalg.web.youth.models import YouthAnswer, YouthMatter, YouthSubmission


@pytest.mark.django_db
def test_the_panel_has_spoken_under_aliases_and_one_answer_is_late(the_demo):
    now, today = timezone.now(), timezone.localdate()
    demo.populate(now=now)
    demo.populate(now=now + timedelta(minutes=1))

    assert YouthMatter.objects.count() == 6
    assert YouthMatter.objects.open_on(today).count() == 2
    assert YouthMatter.objects.exclude(resolution=None).count() == 2
    assert YouthSubmission.objects.overdue(today).count() == 1
    assert set(YouthAnswer.objects.values_list("outcome", flat=True)) == set(YouthAnswer.Outcome.values)
    assert sum(not answer.was_in_time for answer in YouthAnswer.objects.select_related("submission")) == 1
    aliases = list(Account.objects.filter(email=None).exclude(name="").values_list("name", flat=True))
    assert len(aliases) == 2
    client = Client()
    for place in ("", "ungdom/", "ungdom/innspill/", "ungdom/tall/", "ungdom/oppsummering/"):
        page = client.get(f"/r/demoregionen/{place}").content.decode()
        assert not any(alias in page for alias in aliases), place
