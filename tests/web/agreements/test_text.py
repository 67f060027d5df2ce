"""The agreement's text is begun, written, moved and removed; two writers never lose each other's work."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from tests.people import NOW
from tests.web.agreements.agreeing import a_clause, an_agreement, rewrite
from veivalg.web.access.doors import Refused
from veivalg.web.agreements.models import AgreementClause, CooperationAgreement
from veivalg.web.agreements.operations import text
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible


def noted(verb: Verb) -> AuditEntry:
    return AuditEntry.objects.get(verb=verb.value)


def headings(council) -> list[str]:
    return list(AgreementClause.objects.filter(agreement__council=council).values_list("heading", flat=True))


def test_an_agreement_begins_with_the_headings_of_the_template_in_the_councils_language(people):
    text.begin_agreement(actor=people.secretary.actor, council=people.council, now=NOW)

    assert headings(people.council)[:2] == ["Navn og deltakere", "Rettslig status og kontorkommune"]
    assert len(headings(people.council)) == 18
    assert noted(Verb.AGREEMENT_BEGUN).council_id == people.council.pk


def test_a_second_agreement_is_refused(people):
    an_agreement(people.council)

    with pytest.raises(NotPossible, match="already"):
        text.begin_agreement(actor=people.secretary.actor, council=people.council, now=NOW)
    assert CooperationAgreement.objects.count() == 1


def test_a_representative_writes_nothing(people):
    an_agreement(people.council)

    with pytest.raises(Refused):
        rewrite(people.council, "meetings", "Noe annet", actor=people.representative.actor)


def test_the_neighbours_secretary_writes_nothing(people):
    an_agreement(people.council)

    with pytest.raises(Refused):
        rewrite(people.council, "meetings", "Noe annet", actor=people.neighbour.actor)


def test_a_clause_is_written_last_and_the_history_has_it(people):
    an_agreement(people.council)
    values = {"heading": " Gaver  og verv ", "text": "Ingen tar imot gaver.\r\n", "fixes": []}
    clause = text.write_clause(actor=people.secretary.actor, council=people.council, values=values, now=NOW)

    assert (clause.heading, clause.text) == ("Gaver og verv", "Ingen tar imot gaver.")
    assert headings(people.council)[-1] == "Gaver og verv"
    assert noted(Verb.CLAUSE_WRITTEN).changes["heading"] == [None, "Gaver og verv"]


def test_a_clause_that_says_it_fixes_something_unknown_to_the_act_is_refused(people):
    an_agreement(people.council)

    with pytest.raises(NotPossible, match="no such thing"):
        rewrite(people.council, "meetings", "Ja", items=[9])


@pytest.mark.parametrize("words", ["ord\n" * 2_000, "x" * 20_000])
def test_clauses_together_are_no_longer_than_a_file_that_anyone_may_ask_for(people, words):
    agreement = an_agreement(people.council)
    given = {"actor": people.secretary.actor, "council": people.council, "now": NOW}
    AgreementClause.objects.bulk_create(
        AgreementClause(agreement=agreement, heading=f"Nr. {n}", text=words, place=100 + n)
        for n in range(1 if "\n" in words else 20)
    )
    long = {"heading": "Til", "text": words, "fixes": []}
    clause = a_clause(agreement)

    with pytest.raises(NotPossible, match="together"):
        text.write_clause(values=long, **given)
    with pytest.raises(NotPossible, match="together"):
        text.change_clause(clause_id=clause.pk, version=clause.version, values=long, **given)
    text.change_clause(clause_id=clause.pk, version=clause.version, values=long | {"text": ""}, **given)


def test_a_clause_that_is_saved_as_it_stood_leaves_the_text_as_it_was_read(people):
    agreement = an_agreement(people.council)
    before = agreement.changed_at
    clause = a_clause(agreement)
    later = NOW + timedelta(hours=1)

    rewrite(people.council, clause.key, clause.text, now=later)
    agreement.refresh_from_db()
    assert agreement.changed_at == before
    rewrite(people.council, clause.key, "Noe annet.", now=later)
    agreement.refresh_from_db()
    assert agreement.changed_at == later


def test_a_clause_that_someone_else_has_changed_is_not_overwritten(people):
    agreement = an_agreement(people.council)
    clause = a_clause(agreement)
    rewrite(people.council, "meetings", "Fire møter.")

    with pytest.raises(ChangedMeanwhile):
        text.change_clause(
            actor=people.secretary.actor,
            council=people.council,
            clause_id=clause.pk,
            version=clause.version,
            values={"heading": "Møter", "text": "Seks møter.", "fixes": []},
            now=NOW,
        )
    assert a_clause(agreement).text == "Fire møter."


def test_the_text_knows_when_it_was_last_changed(people):
    agreement = an_agreement(people.council)
    rewrite(people.council, "meetings", "Fire møter.", now=NOW + timedelta(hours=1))
    agreement.refresh_from_db()

    assert agreement.changed_at == NOW + timedelta(hours=1)


def test_a_clause_moves_one_place_and_not_past_the_end(people):
    agreement = an_agreement(people.council)
    first = agreement.clauses.first()
    given = {"actor": people.secretary.actor, "council": people.council, "clause_id": first.pk, "now": NOW}
    moved = text.move_clause(version=first.version, way=text.Way.DOWN, **given)

    assert headings(people.council)[1] == first.heading
    assert noted(Verb.CLAUSE_MOVED).changes == {"place_in_list": [1, 2]}
    text.move_clause(version=moved.version, way=text.Way.UP, **given)
    with pytest.raises(NotPossible, match="first already"):
        text.move_clause(version=moved.version + 1, way=text.Way.UP, **given)


def test_a_removed_clause_is_gone_and_its_text_stands_in_the_history(people):
    clause = a_clause(an_agreement(people.council))
    text.remove_clause(
        actor=people.secretary.actor, council=people.council, clause_id=clause.pk, version=clause.version, now=NOW
    )

    assert "Møter" not in headings(people.council)
    assert noted(Verb.CLAUSE_REMOVED).changes["text"] == ["Slik er det med møter.", None]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"majority_part": 2, "majority_whole": 5}, "more than half"),
        ({"majority_part": 4, "majority_whole": 3}, "like 3/4"),
        ({"majority_part": 3, "majority_whole": None}, "like 3/4"),
        ({"leaving_months": 121}, "from 0 to 120"),
    ],
)
def test_rules_for_change_that_no_agreement_can_have_are_refused(people, values, words):
    agreement = an_agreement(people.council)

    with pytest.raises(NotPossible, match=words):
        text.change_rules(
            actor=people.secretary.actor, council=people.council, version=agreement.version, values=values, now=NOW
        )


def test_the_secretary_writes_the_agreement_on_the_pages(people):
    client = people.secretary.client
    base = f"/r/{people.council.slug}/avtale/"

    assert client.post(f"{base}begynn/").status_code == 302
    page = client.get(base).content.decode()
    clause = AgreementClause.objects.get(key="leaving")
    assert f"/avtale/punkt/{clause.pk}/" in page
    answer = client.post(
        f"{base}punkt/{clause.pk}/", {"heading": "Uttreden", "text": "Ett år.", "fixes": ["7"], "version": "1"}
    )
    assert answer.status_code == 302
    clause.refresh_from_db()
    assert (clause.text, clause.fixes) == ("Ett år.", [7])
    late = client.post(
        f"{base}punkt/{clause.pk}/", {"heading": "Uttreden", "text": "To år.", "fixes": ["7"], "version": "1"}
    )
    assert late.status_code == 409
    assert client.post(f"{base}punkt/{clause.pk}/flytt/", {"way": "up", "version": "2"}).status_code == 302
    assert client.post(f"{base}punkt/{clause.pk}/fjern/", {"version": "3"}).status_code == 302
    assert not AgreementClause.objects.filter(pk=clause.pk).exists()
    form = {"leaving_months": "12", "majority": "3/4", "version": str(CooperationAgreement.objects.get().version)}
    assert client.post(f"{base}regler/", form).status_code == 302
    assert CooperationAgreement.objects.get().majority_whole == 4


def test_the_clauses_are_written_one_after_the_other_without_going_back_between_them(people):
    client = people.secretary.client
    base = f"/r/{people.council.slug}/avtale/"
    client.post(f"{base}begynn/")
    clauses = list(AgreementClause.objects.order_by("place"))
    address = f"{base}punkt/{clauses[0].pk}/"
    written = 0
    while address.startswith(f"{base}punkt/"):
        clause = clauses[written]
        written += 1
        shown = client.get(f"{address}?sprak=en").content.decode()
        assert f"Clause {written} of 18." in shown
        assert ('name="next"' in shown) is (written < 18)
        form = {"heading": clause.heading, "text": f"Tekst {written}.", "version": "1", "next": "1"}
        address = client.post(address, form).headers["Location"]

    assert written == 18
    assert address == f"{base}arbeidstekst/#{clauses[-1].key}"
    assert list(AgreementClause.objects.order_by("place").values_list("text", flat=True))[-1] == "Tekst 18."


def test_whoever_goes_to_the_next_clause_overwrites_nobody_and_still_gets_there(people):
    clauses = list(an_agreement(people.council).clauses.all())
    rewrite(people.council, clauses[0].key, "Skrevet av en annen.")
    address = f"/r/{people.council.slug}/avtale/punkt/{clauses[0].pk}/"
    form = {"heading": clauses[0].heading, "text": "Mitt.", "version": "1", "next": "1"}
    met = people.secretary.client.post(address, form)

    assert met.status_code == 409
    assert '<input type="hidden" name="next" value="1">' in met.content.decode()
    clauses[0].refresh_from_db()
    assert clauses[0].text == "Skrevet av en annen."
    kept = people.secretary.client.post(address, form | {"version": str(clauses[0].version)})
    assert kept.headers["Location"].endswith(f"/punkt/{clauses[1].pk}/")


@pytest.mark.parametrize(
    "form",
    [
        {"heading": "\0", "text": "x"},
        {"heading": "", "text": ""},
        {"heading": "x", "text": "y" * 20_001},
        {"heading": "x", "fixes": ["99"]},
        {"heading": "x", "fixes": ["1e9"]},
        {},
    ],
)
def test_a_form_that_cannot_be_stored_is_shown_again(people, form):
    agreement = an_agreement(people.council)
    clause = a_clause(agreement)
    answer = people.secretary.client.post(
        f"/r/{people.council.slug}/avtale/punkt/{clause.pk}/",
        urlencode(form | {"version": "1"}, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 422
    assert a_clause(agreement).text == clause.text


def test_bytes_that_are_no_letters_are_stored_as_signs_that_say_so(people):
    agreement = an_agreement(people.council)
    answer = people.secretary.client.post(
        f"/r/{people.council.slug}/avtale/punkt/{a_clause(agreement).pk}/",
        "heading=M%ED%A0%80ter&text=x&version=1",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 302
    assert a_clause(agreement).heading.startswith("M\N{REPLACEMENT CHARACTER}")
