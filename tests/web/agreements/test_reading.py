"""What everyone reads of the agreement, what only some do, and what waits."""

import io
from dataclasses import replace
from datetime import timedelta

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.people import LONG_AGO, TODAY
from tests.web.agreements.agreeing import a_change, agreed, an_agreement, an_edition, answered, in_force, rewrite, sent
from tests.web.agreements.changing import page, rules
from veivalg.web.agreements import files, queries, waiting
from veivalg.web.agreements.content import as_plain, from_plain
from veivalg.web.agreements.context import standing_words
from veivalg.web.agreements.models import AgreementClause


def test_without_an_agreement_the_page_says_so_and_lets_the_secretary_begin(people):
    assert "No cooperation agreement is in force here" in page(Client(), people.council)
    assert "Begin the agreement" not in page(Client(), people.council)
    assert "Begin the agreement" in page(people.secretary.client, people.council)


def test_the_heading_is_what_the_agreement_lacks(people):
    an_agreement(people.council)
    assert "fixes all eight things" in page(people.secretary.client, people.council)
    rewrite(people.council, "leaving", "")
    found = page(people.secretary.client, people.council)

    assert "The agreement lacks leaving" in found
    assert "Clause 14 is marked with it, and has no text." in found
    AgreementClause.objects.filter(agreement__council=people.council).update(text="")
    assert "lacks 8 of the 8 things" in page(people.secretary.client, people.council)


def test_seats_and_shares_are_not_fixed_by_a_clause_alone(people):
    agreement = an_agreement(people.council)
    agreement.shares.all().delete()

    assert "the participants have no seats and shares" in page(people.secretary.client, people.council)


def test_drafts_are_for_the_secretariat_representatives_and_contacts_and_everyone_reads_what_is_in_force(people):
    agreed(people.council)
    rewrite(people.council, "purpose", "Et hemmelig utkast.")

    for who in (people.secretary, people.representative, people.municipal_contact):
        assert "Et hemmelig utkast." in page(who.client, people.council, "arbeidstekst/")
    for client in (Client(), people.reader.client, people.action_owner.client, people.neighbour.client):
        found = page(client, people.council)
        assert "hemmelig" not in found
        assert "Slik er det med formål." in found
        data = client.get(f"/r/{people.council.slug}/avtale/avtale.json").content.decode()
        assert "hemmelig" not in data


def test_whoever_reads_drafts_sees_the_agreement_in_force_first_and_no_figure_of_the_text_worked_on(people):
    agreed(people.council)
    rewrite(people.council, "leaving", "Uttreden varsles atten måneder før.")
    rules(people, leaving_months=18)
    first = page(people.secretary.client, people.council)

    assert "This is the agreement that is in force." in first
    assert "Slik er det med uttreden." in first
    assert "The text you are working on – not in force" in first
    assert "2 things in it differ from the agreement below." in first
    assert "atten" not in first
    assert "18 months" not in first
    assert "/avtale/punkt/" not in first
    assert "/avtale/send/" not in first


def test_the_text_worked_on_has_its_own_address_that_marks_it_and_says_what_differs(people):
    agreed(people.council)
    rewrite(people.council, "leaving", "Uttreden varsles atten måneder før.")
    rules(people, leaving_months=18)
    found = page(people.secretary.client, people.council, "arbeidstekst/")

    assert "<h1>The text you are working on – not in force</h1>" in found
    assert "Notice before leaving: not given → 18 months" in found
    assert found.count('<span class="vv-tag">not in force</span>') == 2
    assert "/avtale/punkt/" in found
    assert "/avtale/send/" in found
    assert "/avtale/arbeidstekst/avtale.docx" in found
    assert "The text you are working on" not in page(Client(), people.council)
    assert people.reader.client.get(f"/r/{people.council.slug}/avtale/arbeidstekst/").status_code == 403


def test_the_file_of_each_text_is_of_that_text(people):
    agreed(people.council)
    rewrite(people.council, "purpose", "Et utkast.")
    base = f"/r/{people.council.slug}/avtale/"
    client = people.secretary.client

    assert "Et utkast." not in client.get(f"{base}avtale.json").content.decode()
    draft = client.get(f"{base}arbeidstekst/avtale.json")
    assert "Et utkast." in draft.content.decode()
    assert "vestre-avtale-arbeidstekst.json" in draft.headers["Content-Disposition"]
    assert client.get(f"{base}arbeidstekst/avtale.odt").status_code == 404
    assert client.get("/r/vestre/avtale/arbeidstekst/avtale.docx").status_code == 200


def test_what_is_worked_on_before_anything_is_begun_offers_to_begin(people):
    assert "Begin the agreement" in page(people.secretary.client, people.council, "arbeidstekst/")
    assert people.secretary.client.get("/r/vestre/avtale/arbeidstekst/avtale.docx").status_code == 404


def test_a_draft_alone_shows_the_public_nothing(people):
    an_agreement(people.council)
    change = sent(people.council)

    assert "No cooperation agreement is in force here" in page(Client(), people.council)
    assert Client().get(f"/r/{people.council.slug}/avtale/avtale.docx").status_code == 404
    assert people.reader.client.get(f"/r/{people.council.slug}/avtale/endring/{change.pk}/").status_code == 403


def test_what_only_drafts_say_stands_in_no_history_that_others_read(people):
    agreed(people.council)
    rewrite(people.council, "meetings", "Hemmelig utkast.")
    address = f"/r/{people.council.slug}/historikk/?sprak=en"
    shown = {role: getattr(people, role).client.get(address).content.decode() for role in ("reader", "representative")}

    assert "Hemmelig utkast." in shown["representative"]
    assert "Hemmelig utkast." not in shown["reader"]
    assert "changed a clause" not in shown["reader"].split("<main", 1)[1].split("</select>")[-1]
    assert "put a change of the agreement in force" in shown["reader"].split("</select>")[-1]


def test_why_a_rule_said_no_stands_in_the_history_of_the_front_page_for_those_who_read_drafts_alone(people):
    edition = agreed(people.council)
    people.secretary.client.post(f"/r/vestre/avtale/endring/{edition.change_id}/trekk/?sprak=en", {"reason": "Nei"})

    words = "was told no by a rule of the agreement"
    assert words in people.secretary.client.get("/r/vestre/?sprak=en").content.decode()
    assert words not in people.reader.client.get("/r/vestre/?sprak=en").content.decode()


def test_the_file_of_an_edition_that_was_followed_by_another_says_from_when(people):
    first = agreed(people.council)
    rewrite(people.council, "leaving", "Atten måneder.")
    change = sent(people.council)
    for each in people.participants:
        answered(change, each)
    in_force(change)

    with translation.override("en"):
        assert standing_words(first, on=TODAY).endswith("until another follows it on 24\xa0November 2026.")
        assert "until" not in standing_words(change.edition, on=TODAY)


def test_a_file_is_made_once_for_equal_content(people, monkeypatch):
    an_agreement(people.council)
    content = queries.content_of(people.council.agreement)
    made = []
    monkeypatch.setattr(files, "as_word", lambda given: made.append(given) or b"docx")
    files.written.cache_clear()
    for _ in range(2):
        files.written(from_plain(as_plain(content)), "docx", standing="Utkast", language="nb")
    files.written(replace(content, leaving_months=7), "docx", standing="Utkast", language="nb")
    files.written.cache_clear()
    assert len(made) == 2


def test_an_edition_that_lies_ahead_is_not_in_force_yet(people):
    an_edition(a_change(an_agreement(people.council)), in_force_from=TODAY + timedelta(days=3650))

    assert "No cooperation agreement is in force here" in page(Client(), people.council)
    assert "not in force yet" in page(Client(), people.council, "utgaver/")


def test_the_change_says_who_has_answered_and_who_is_missing(people):
    agreed(people.council)
    rewrite(people.council, "leaving", "Atten måneder.")
    change = sent(people.council)
    answered(change, people.participants[0])
    found = page(people.representative.client, people.council, f"endring/{change.pk}/")

    assert "1 of 3 have said yes" in found
    assert f"Missing: {people.participants[1].name}, {people.participants[2].name}" in found
    assert "Put in: “Atten måneder.”" in found
    assert "Register an answer" not in found


def test_an_answer_is_registered_on_the_page_and_corrected_there(people):
    an_agreement(people.council)
    change = sent(people.council, sent_on=LONG_AGO)
    base = f"/r/{people.council.slug}/avtale/"
    form = {"participant": people.participants[0].pk, "answer": "yes", "decided_on": "2021-02-03", "case_number": "1"}
    client = people.secretary.client

    assert client.post(f"{base}endring/{change.pk}/svar/", form).status_code == 302
    again = client.post(f"{base}endring/{change.pk}/svar/?sprak=en", form)
    assert "has answered already" in again.content.decode()
    consent = change.consents.get()
    form |= {"answer": "no", "reason": "Feil"}
    assert client.post(f"{base}svar/{consent.pk}/rett/", form).status_code == 302
    assert "a participant has said no" in page(client, people.council, f"endring/{change.pk}/")


def test_the_secretary_sends_out_and_puts_in_force_on_the_pages(people):
    agreement = an_agreement(people.council)
    base = f"/r/{people.council.slug}/avtale/"
    client = people.secretary.client
    form = {"title": "Ny avtale", "sent_on": "2020-01-01", "read": queries.content_read(agreement)}
    assert client.post(f"{base}send/", form).status_code == 302
    change = agreement.changes.get()
    for participant in people.participants:
        answered(change, participant, decided_on=LONG_AGO)
    assert "Put it in force" in page(client, people.council, f"endring/{change.pk}/")
    answer = client.post(
        f"{base}endring/{change.pk}/i-kraft/", {"in_force_from": "2020-02-01", "checksum": change.checksum}
    )
    assert answer.status_code == 302
    assert "Edition 1, in force from" in page(Client(), people.council)


def test_what_stands_in_the_way_is_listed_before_it_is_sent(people):
    an_agreement(people.council, is_whole=False)

    assert "8 things stand in the way" in page(people.secretary.client, people.council, "send/")


def test_a_clause_without_a_text_is_pointed_out_before_the_text_is_frozen(people):
    an_agreement(people.council)
    assert "have a heading and no text" not in page(people.secretary.client, people.council, "send/")
    rewrite(people.council, "meetings", "")
    found = page(people.secretary.client, people.council, "send/")

    assert "have a heading and no text: Møter" in found
    assert "Freeze and send out" in found


def test_who_is_asked_can_read_and_download_the_text_that_was_sent_out(people):
    an_agreement(people.council)
    change = sent(people.council)
    rewrite(people.council, "meetings", "Skrevet etterpå.")
    found = page(people.municipal_contact.client, people.council, f"endring/{change.pk}/")
    assert "Slik er det med møter." in found
    assert "Skrevet etterpå." not in found
    address = f"/r/{people.council.slug}/avtale/endring/{change.pk}/avtale."
    written = people.municipal_contact.client.get(f"{address}docx")
    texts = [each.text for each in docx.Document(io.BytesIO(written.content)).paragraphs]

    assert "Slik er det med møter." in texts
    assert people.municipal_contact.client.get(f"{address}odt").status_code == 404
    assert people.neighbour.client.get(f"{address}docx").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "arbeidstekst/", "andeler/", "deltakelse/", "utgaver/", "endringer/", "endring/{}/", "send/"]
)
def test_every_page_takes_few_queries(people, path):
    agreed(people.council)
    rewrite(people.council, "leaving", "Atten måneder.")
    change = sent(people.council)
    client = people.secretary.client
    address = path.format(change.pk)
    page(client, people.council, address)

    with CaptureQueriesContext(connection) as used:
        page(client, people.council, address)
    assert len(used) <= 20


def test_a_secretary_is_told_what_waits(people):
    def told() -> list[str]:
        with translation.override("en"):
            rows = waiting.waiting(people.secretary.actor, people.secretary.account, TODAY)
        return [row.text for row in rows]

    agreement = an_agreement(people.council, is_whole=False)
    assert told() == ["The cooperation agreement lacks 8 things that the act demands."]
    AgreementClause.objects.filter(agreement=agreement).update(text="Ja")
    assert told() == []
    change = sent(people.council)
    assert told() == ["“Endring” waits for 3 participants."]
    for participant in people.participants:
        answered(change, participant)
    assert told() == ["Everyone has said yes to “Endring”. Put it in force."]
    assert waiting.waiting(people.representative.actor, people.representative.account, TODAY) == []
    assert waiting.waiting(people.neighbour.actor, people.neighbour.account, TODAY) == []
