"""What the rules find, in words."""

from datetime import date

import pytest
from django.utils import translation

from tests.web.councils.seating import a_body, a_mandate, a_person
from veivalg.rules.mandates import Finding, FindingCode, Severity
from veivalg.web.councils import body_page
from veivalg.web.councils.findings import eligibility_notes, note_of, rights_notes
from veivalg.web.councils.models import Mandate, Person

DETAILS = {
    "rights": "attend speak",
    "office": "mayor",
    "members": 2,
    "substitutes": 1,
    "leaders": 2,
    "years": 4,
    "last_day": "2027-10-14",
    "order": 1,
    "other": 7,
}
ON = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("code", FindingCode)
def test_every_finding_has_words_and_keeps_its_paragraph(code):
    finding = Finding(code=code, severity=Severity.NOTED, paragraph="kommuneloven § 18-3", subject=5, details=DETAILS)

    note = note_of(finding, names={5: "Kari"})

    assert note.words.endswith(".")
    assert "%(" not in note.words
    assert str(note).endswith("(kommuneloven § 18-3)")


@pytest.mark.django_db
class TestABody:
    """On rows, since the words hang on names."""

    @pytest.fixture
    def body(self, people):
        return a_body(people.council, leader_rotates=True)

    def led(self, people, body, participant, starts_on, ends_on=None):
        return a_mandate(
            body,
            a_person(people.council),
            position="leader",
            participant=participant,
            starts_on=starts_on,
            ends_on=ends_on,
        )

    def words(self, people, leaders):
        return body_page.rotation(leaders, people.participants, ON).next_words

    def test_the_turn_goes_to_the_next_in_the_alphabet_and_around(self, people, body):
        first, second, third = people.participants

        assert str(first) in self.words(people, [])
        last = self.led(people, body, third, date(2024, 1, 1))
        assert self.words(people, [last]) == f"Next in the alphabet: {first}."
        now = self.led(people, body, first, date(2025, 1, 1))
        assert self.words(people, [last, now]) == f"Next in the alphabet: {second}."

    def test_a_participant_that_has_left_gets_no_turn(self, people, body):
        first, second, third = people.participants
        second.ends_on = date(2025, 12, 31)

        assert str(third) in self.words(people, [self.led(people, body, first, date(2024, 1, 1))])

    def test_what_is_not_known_is_said(self, people, body):
        assert self.words(people, [self.led(people, body, None, date(2024, 1, 1))]).startswith("Probably")
        first, second, _ = people.participants
        both = [self.led(people, body, p, date(2024, 1, 1), date(2024, 12, 31)) for p in (first, second)]
        assert "several led at the same time" in self.words(people, both)

    @pytest.mark.parametrize(
        ("genders", "told"),
        [
            (["woman", "man"] * 2, "that is met here"),
            (["man"] * 4, "2 of each or more in a body of this size"),
            (["man", "man", "", ""], "Whether it is met depends"),
            (["man"], "0 women and 1 man."),
        ],
    )
    def test_the_balance_is_told_in_words_and_blames_no_one(self, people, body, genders, told):
        for n, gender in enumerate(genders):
            a_mandate(body, a_person(people.council, f"Person {n}", gender=gender))
        mandates = list(Mandate.objects.with_everything())

        assert told in " ".join(body_page.balance_words(body, mandates, ON))

    def test_other_is_neither_woman_nor_man(self, people, body):
        a_mandate(body, a_person(people.council, gender=Person.Gender.OTHER))

        assert "1 not stated" in body_page.balance_words(body, list(Mandate.objects.with_everything()), ON)[0]

    @pytest.mark.parametrize(
        ("office", "severities"),
        [
            ("Ordfører", [Severity.INFORMATION]),
            ("Ordfører, Vik kommune", [Severity.INFORMATION]),
            ("Kommunedirektør", [Severity.INFORMATION]),
            ("Varaordfører", [Severity.NOTED]),
            ("", [Severity.NOTED]),
        ],
    )
    def test_rights_that_the_act_gives_the_office_are_information(self, people, body, office, severities):
        mandate = a_mandate(body, a_person(people.council, office=office), position="attendee", may_propose=False)

        assert [note.severity for note in rights_notes(mandate, on=ON)] == severities

    def test_those_chosen_before_the_wording_that_was_read_are_told_of_too_and_that_it_was_not_read(self, people, body):
        chief = a_person(people.council, office="Kommunedirektør")

        [note] = eligibility_notes(a_mandate(body, chief, starts_on=date(2023, 10, 15)))
        assert "may be excluded" in note.words
        assert "as it stands from 1\xa0May 2024, not as it was when the mandate began" in note.words
        [later] = eligibility_notes(a_mandate(body, chief, starts_on=date(2024, 5, 1)))
        assert "as it stands from" not in later.words

    def test_an_office_that_may_exclude_from_election_is_told_for_members_alone(self, people, body):
        chief = a_person(people.council, office="Kommunalsjef")

        [note] = eligibility_notes(a_mandate(body, chief, starts_on=ON))
        assert "§ 7-3" in note.paragraph
        assert note.severity is Severity.INFORMATION
        assert eligibility_notes(a_mandate(body, chief, position="attendee", starts_on=ON)) == []
        forum = a_body(people.council, kind="directors")
        assert eligibility_notes(a_mandate(forum, chief, starts_on=ON)) == []
