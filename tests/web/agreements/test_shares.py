"""Shares sum to exactly the whole, are dated by the editions, and follow whoever leaves."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people import NOW, TODAY
from tests.web.agreements.agreeing import agreed, an_agreement, answered, in_force, sent, share_out
from veivalg.web.agreements import queries
from veivalg.web.agreements.content import from_plain
from veivalg.web.agreements.models import AgreementShare, CooperationAgreement
from veivalg.web.agreements.operations.shares import PERCENT_WHOLE, GivenShares
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Municipality, Participant
from veivalg.web.councils.operations import participants as register
from veivalg.web.councils.refusals import NotPossible


def ids(council) -> list[int]:
    return list(council.participants.order_by("pk").values_list("pk", flat=True))


def a_council_of(count: int) -> Council:
    council = Council.objects.create(slug="elleve", name="Elleve interkommunalt politisk råd", short_name="Elleve")
    for number in range(count):
        place = Municipality.objects.create(
            code=f"98{number:02}", name=f"Sted {number}", county_code="98", county_name="Fylket"
        )
        Participant.objects.create(council=council, municipality=place)
    return council


def test_eleven_equal_shares_are_exact(db):
    council = a_council_of(11)
    an_agreement(council)
    owned = queries.content_of(queries.agreement_of(council)).ownership

    assert owned is not None
    assert {owned.of(name) for name in owned.parts} == {Fraction(1, 11)}
    assert sum(owned.split(1_000_000).values()) == 1_000_000


def test_shares_of_99_9_per_cent_are_refused_with_the_paragraph_and_nothing_is_changed(people):
    an_agreement(people.council)
    a, b, c = ids(people.council)

    with pytest.raises(NotPossible, match=r"999 of 1,?.?000.*§ 18-2"):
        share_out(people.council, 1000, {a: 333, b: 333, c: 333})
    assert set(AgreementShare.objects.values_list("ownership_part", flat=True)) == {1}
    assert not AuditEntry.objects.filter(verb=Verb.SHARES_SET.value).exists()


def test_per_cents_that_do_not_sum_say_what_they_sum_to_and_nothing_of_millionths(people):
    an_agreement(people.council)
    a, b, c = ids(people.council)

    with pytest.raises(NotPossible) as refused:
        share_out(people.council, PERCENT_WHOLE, {a: 50_000_000, b: 30_000_000, c: 19_000_000})
    assert "99 per cent" in str(refused.value)
    assert "000" not in str(refused.value)


def test_liability_can_be_other_shares_than_ownership_and_sums_by_itself(people):
    an_agreement(people.council)
    a, b, c = ids(people.council)
    share_out(people.council, 3, {a: 1, b: 1, c: 1}, liability=GivenShares(whole=4, parts={a: 2, b: 1, c: 1}))
    content = queries.content_of(queries.agreement_of(people.council))

    assert content.liability.of(str(a)) == Fraction(1, 2)
    assert content.ownership.of(str(a)) == Fraction(1, 3)
    with pytest.raises(NotPossible, match="liability"):
        share_out(people.council, 3, {a: 1, b: 1, c: 1}, liability=GivenShares(whole=4, parts={a: 2, b: 1, c: 2}))


def test_liability_that_is_the_same_as_ownership_is_stored_as_nothing_of_its_own(people):
    an_agreement(people.council)
    a, b, c = ids(people.council)
    equal = GivenShares(whole=300, parts=dict.fromkeys((a, b, c), 100))
    share_out(people.council, 3, dict.fromkeys((a, b, c), 1), liability=equal)

    assert CooperationAgreement.objects.get().liability_whole is None


def test_who_is_no_participant_of_the_council_has_no_share(people):
    an_agreement(people.council)
    strangers = people.neighbour_council.participants.last().pk

    with pytest.raises(NotPossible, match="Only participants"):
        share_out(people.council, 1, {strangers: 1})


def test_who_has_left_has_no_share_in_what_is_agreed_later(people):
    an_agreement(people.council)
    Participant.objects.filter(pk=ids(people.council)[0]).update(ends_on=TODAY - timedelta(days=1))

    with pytest.raises(NotPossible, match=r"left 23.November 2026"):
        share_out(people.council, 3, dict.fromkeys(ids(people.council), 1))


def test_a_participant_cannot_leave_before_it_joined(people):
    row = people.participants[0]
    Participant.objects.filter(pk=row.pk).update(starts_on=date(2025, 1, 1))

    with pytest.raises(NotPossible):
        register.leave(actor=people.secretary.actor, participant=row, version=1, ends_on=date(2024, 12, 31), now=NOW)
    row.refresh_from_db()
    assert row.ends_on is None


def test_the_shares_on_a_day_are_those_of_the_edition_that_held_then(people):
    agreed(people.council)
    a, b, c = ids(people.council)
    share_out(people.council, 4, {a: 2, b: 1, c: 1})
    change = sent(people.council, sent_on=TODAY)
    for participant in people.participants:
        answered(change, participant)
    in_force(change, on=date(2027, 1, 1))

    before = from_plain(queries.edition_on(people.council, date(2026, 12, 31)).content)
    after = from_plain(queries.edition_on(people.council, date(2027, 1, 1)).content)
    assert before.ownership.of(str(a)) == Fraction(1, 3)
    assert after.ownership.of(str(a)) == Fraction(1, 2)
    page = people.reader.client.get(f"/r/{people.council.slug}/avtale/andeler/?dato=2027-01-01&sprak=en")
    assert "2 of 4" in page.content.decode()


def test_whoever_leaves_goes_on_answering_for_its_share_on_that_day(people):
    agreed(people.council)
    row = people.participants[0]
    register.leave(actor=people.secretary.actor, participant=row, version=1, ends_on=date(2026, 12, 31), now=NOW)
    page = people.reader.client.get(f"/r/{people.council.slug}/avtale/deltakelse/?sprak=en").content.decode()

    assert row.name in page
    assert "1 of 3" in page
    assert "dato=2026-12-31" in page


@settings(max_examples=25, deadline=None)
@given(parts=st.lists(st.integers(0, 10**6), min_size=3, max_size=3), off=st.integers(-5, 5))
def test_shares_are_stored_when_they_sum_to_the_whole_and_else_refused(parts, off):
    """Through the operation, whatever numbers are written."""
    from django.db import transaction

    council = Council.objects.get(slug="vestre")
    whole = sum(parts) + off
    numbers = dict(zip(ids(council), parts, strict=True))
    with transaction.atomic():
        if off == 0 and whole > 0:
            share_out(council, whole, numbers)
            owned = queries.content_of(queries.agreement_of(council)).ownership
            assert [owned.of(str(pk)) for pk in numbers] == [Fraction(part, whole) for part in parts]
            assert sum(owned.split(999_983).values()) == 999_983
        else:
            with pytest.raises(NotPossible):
                share_out(council, whole, numbers)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _a_council_for_made_up_shares(request, db):
    if "are_stored_when" in request.node.name:
        from tests.people import People

        an_agreement(People().council)


def form_of(council, *, way: str, seats="2", owned=("", "", ""), whole="", version="1"):
    data = {"way": way, "whole": whole, "liability_whole": "", "version": version}
    for pk, part in zip(ids(council), owned, strict=True):
        data |= {f"seats-{pk}": seats, f"owned-{pk}": part, f"answered-{pk}": ""}
    return data


def test_per_cent_are_written_with_a_comma_and_sum_exactly(people):
    an_agreement(people.council)
    address = f"/r/{people.council.slug}/avtale/andeler/skriv/"
    wrong = people.secretary.client.post(
        address, form_of(people.council, way="percent", owned=("33,3", "33,3", "33,3"))
    )

    assert wrong.status_code == 422
    assert "99,9" in wrong.content.decode()
    refusal = AuditEntry.objects.get(verb=Verb.AGREEMENT_REFUSED.value)
    assert "§ 18-2" in refusal.reason
    right = people.secretary.client.post(
        address, form_of(people.council, way="percent", owned=("33,3", "33,3", "33,4 %"))
    )
    assert right.status_code == 302
    assert CooperationAgreement.objects.get().ownership_whole == 1000


@pytest.mark.parametrize(
    "form",
    [
        {"way": "percent", "owned": ("100", "0", "x")},
        {"way": "parts", "owned": ("1", "1", "1")},
        {"way": "parts", "owned": ("1", "1", "-1"), "whole": "1"},
        {"way": "parts", "owned": ("1", "1", "1"), "whole": "9" * 400},
        {"way": "nonsense"},
        {"way": "equal", "seats": ""},
        {"way": "equal", "seats": "100"},
        {"way": "equal", "version": "x"},
    ],
)
def test_a_form_of_shares_that_cannot_be_right_is_shown_again(people, form):
    an_agreement(people.council)
    answer = people.secretary.client.post(
        f"/r/{people.council.slug}/avtale/andeler/skriv/", form_of(people.council, **form)
    )

    assert answer.status_code == 422
    assert set(AgreementShare.objects.values_list("seats", flat=True)) == {3}


@pytest.mark.parametrize("query", ["dato=2026-13-99", "dato=%00", "gjeld=-1", "gjeld=%00", "gjeld=9e99", "dato=nei"])
def test_an_address_of_shares_that_makes_no_sense_is_answered(people, query):
    agreed(people.council)

    assert people.reader.client.get(f"/r/{people.council.slug}/avtale/andeler/?{query}").status_code == 200
