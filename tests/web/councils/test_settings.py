"""What is said about a council: changed by the secretariat, with its history."""

import pytest

from tests.people import NOW
from veivalg.web.access.doors import Refused
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.operations.council import change_council

pytestmark = pytest.mark.django_db
PAGE = "/r/vestre/innstillinger/"


def form(**more):
    return {
        "name": "Vestre interkommunalt politisk råd",
        "short_name": "Vestre",
        "language": "nb",
        "is_own_legal_person": "",
        "version": 1,
    } | more


def test_everything_can_be_changed_and_what_stood_before_is_kept(people):
    sent = form(
        short_name="Vest",
        language="nn",
        is_own_legal_person="true",
        organisation_number="974 760 673",
        office_municipality="9002",
        contact_email="ola@example.no",
        website="vest.example.no",
    )
    assert people.secretary.client.post(PAGE, sent).url == PAGE

    people.council.refresh_from_db()
    council = people.council
    assert (council.short_name, council.language, council.is_own_legal_person) == ("Vest", "nn", True)
    assert (council.organisation_number, council.website) == ("974760673", "https://vest.example.no")
    assert council.office_municipality.code == "9002"
    changes = AuditEntry.objects.get(verb=Verb.COUNCIL_CHANGED).changes
    assert changes["short_name"] == ["Vestre", "Vest"]
    assert changes["office_municipality"] == [None, "Kommune 9002"]
    assert changes["contact_email"] == []


def test_a_new_language_is_the_one_of_the_message_that_says_so(people):
    page = people.secretary.client.post(PAGE, form(language="nn"), follow=True).content.decode()

    assert '<html lang="nn"' in page
    assert "Innstillingane er lagra." in page


def test_saving_what_stands_there_writes_nothing(people):
    people.secretary.client.post(PAGE, form())

    assert not AuditEntry.objects.filter(verb=Verb.COUNCIL_CHANGED).exists()
    people.council.refresh_from_db()
    assert people.council.version == 1


def test_the_page_shows_what_stands_there(people):
    change_council(
        actor=people.secretary.actor,
        council=people.council,
        version=1,
        values={"is_own_legal_person": False, "secretariat": "Regionkontoret"},
        now=NOW,
    )
    page = people.secretary.client.get(PAGE).content.decode()

    assert 'value="Regionkontoret"' in page
    assert "checked" in page.split('value="false"')[1].split(">")[0]


def test_two_who_change_at_once_are_shown_each_others_work(people):
    people.secretary.client.post(PAGE, form(secretariat="Ola"))
    response = people.visiting_host.client.post(PAGE, form(secretariat="Kari"))

    assert response.status_code == 409
    page = response.content.decode()
    assert "Ola" in page
    assert "Kari" in page
    assert people.visiting_host.client.post(PAGE, form(secretariat="Kari", version=2)).url == PAGE


def test_a_name_that_lacks_the_words_is_kept_with_a_remark(people):
    people.secretary.client.cookies["sprak"] = "en"
    page = people.secretary.client.post(PAGE, form(name="Vestre regionråd"), follow=True).content.decode()

    assert "§ 18-1" in page
    people.council.refresh_from_db()
    assert people.council.name == "Vestre regionråd"


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation_number": "974760674"},
        {"organisation_number": "12345"},
        {"organisation_number": "९७४७६०६७३"},
        {"name": ""},
        {"name": "x" * 161},
        {"language": "se"},
        {"website": "javascript:alert(1)"},
        {"contact_email": "ikke en adresse"},
        {"office_municipality": "9004"},
        {"version": ""},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(people, wrong):
    assert people.secretary.client.post(PAGE, form(**wrong)).status_code == 422
    people.council.refresh_from_db()
    assert people.council.version == 1


def test_the_browser_does_not_refuse_an_address_without_https(people):
    page = people.secretary.client.get(PAGE).content.decode()

    assert 'type="url"' not in page
    assert 'inputmode="url"' in page


def test_signs_that_turn_the_writing_round_are_taken_out(people):
    people.secretary.client.post(PAGE, form(short_name="Vest\u202er\u200be"))

    people.council.refresh_from_db()
    assert people.council.short_name == "Vestre"


@pytest.mark.parametrize("name", ["representative", "reader", "neighbour", "nobody", "host"])
def test_others_may_not_change_it(people, name):
    with pytest.raises(Refused):
        change_council(
            actor=getattr(people, name).actor, council=people.council, version=1, values={"name": "x"}, now=NOW
        )


def test_the_front_page_of_the_council_leads_to_what_the_reader_may_open(client, people):
    public = client.get("/r/vestre/").content.decode()
    own = people.secretary.client.get("/r/vestre/").content.decode()

    assert "/r/vestre/deltakere/" in public
    assert PAGE not in public
    assert PAGE in own
    assert "/r/vestre/tilganger/" in own
