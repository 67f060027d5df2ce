"""Sending out freezes the text, and a text that lacks something is not sent."""

from datetime import timedelta

import pytest

from tests.people import LONG_AGO, NOW, TODAY
from tests.web.agreements.agreeing import agreed, an_agreement, rewrite, sent, share_out
from veivalg.web.agreements import queries
from veivalg.web.agreements.models import (
    AgreementChange,
)
from veivalg.web.agreements.operations import sending
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.councils.refusals import NotPossible


def test_a_text_that_lacks_something_that_the_act_demands_is_not_sent_out_and_each_is_named(people):
    an_agreement(people.council)
    rewrite(people.council, "leaving", "")
    rewrite(people.council, "purpose", "")
    rewrite(people.council, "name_and_participants", "Navn", items=[])

    with pytest.raises(NotPossible) as error:
        sent(people.council)
    assert "Leaving" in str(error.value)
    assert "Name" in str(error.value)
    assert "§ 18-4" in str(error.value)
    assert "Purpose" not in str(error.value)
    assert not AgreementChange.objects.exists()


def test_a_participant_without_a_share_stands_in_the_way(people):
    an_agreement(people.council)
    a, b, c = people.participants
    share_out(people.council, 2, {a.pk: 1, b.pk: 1})

    with pytest.raises(NotPossible, match=f"{c.name} takes part, and has no share"):
        sent(people.council)


def test_one_change_is_under_way_at_a_time(people):
    an_agreement(people.council)
    sent(people.council)
    rewrite(people.council, "meetings", "Seks møter.")

    with pytest.raises(NotPossible, match="under way"):
        sent(people.council)


def test_a_text_that_says_the_same_is_not_sent_out(people):
    agreed(people.council)

    with pytest.raises(NotPossible, match="says the same"):
        sent(people.council)


def test_a_text_that_was_changed_after_it_was_read_is_not_sent_out(people):
    an_agreement(people.council)

    with pytest.raises(ChangedMeanwhile):
        sending.send_out(
            actor=people.secretary.actor,
            council=people.council,
            title="x",
            read="0" * 64,
            sent_on=TODAY,
            on=TODAY,
            now=NOW,
        )


def test_a_council_that_got_another_name_after_the_text_was_read_is_another_text(people):
    agreement = an_agreement(people.council)
    read = queries.content_read(agreement)
    people.council.name = "Nyregionen interkommunalt politisk råd"
    people.council.save()

    with pytest.raises(ChangedMeanwhile):
        sending.send_out(
            actor=people.secretary.actor,
            council=people.council,
            title="x",
            read=read,
            sent_on=TODAY,
            on=TODAY,
            now=NOW,
        )
    assert sent(people.council).content["name"] == "Nyregionen interkommunalt politisk råd"


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), LONG_AGO - timedelta(days=1)])
def test_a_change_is_not_sent_out_tomorrow_nor_before_what_it_changes(people, day):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")

    with pytest.raises(NotPossible):
        sent(people.council, sent_on=day)


def test_the_frozen_text_does_not_follow_the_text_that_is_worked_on(people):
    an_agreement(people.council)
    change = sent(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change.refresh_from_db()

    assert "Seks" not in str(change.content)


def test_a_change_is_not_sent_out_in_a_year_that_was_half_typed(people):
    an_agreement(people.council)
    with pytest.raises(NotPossible, match="Check the year"):
        sent(people.council, sent_on=TODAY.replace(year=2))
