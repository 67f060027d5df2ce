"""People can have out what they answered by name, once the round has closed."""

from tests.people import NOW
from tests.web.survey.asking import a_person, a_round, a_seat, answer, close, slips
from tests.web.survey.test_handing_out import codes_in_mail, run
from veivalg.web.survey.operations import handing_out
from veivalg.web.thread import own_data


def test_answers_given_by_name_are_part_of_ones_own_data_when_the_round_has_closed(people):
    who = people.representative
    kari = a_person(people, account=who.account)
    a_seat(people, kari)
    found = a_round(people, mode="confidential")
    handing_out.mail_codes(**run(people, found), people=[(kari, None)])
    assert own_data.of(who.actor, who.account, now=NOW)["rounds"][0]["has_answered"] is False
    answer(found, codes_in_mail()[kari.email], 4)
    (blind,) = own_data.of(who.actor, who.account, now=NOW)["rounds"]
    close(people, found)
    (told,) = own_data.of(who.actor, who.account, now=NOW)["rounds"]

    assert (blind["has_answered"], blind["answers"]) == (True, None)
    assert told["answers"] == {str(found.items.get().pk): 4}
    assert told["round"] == "Hva betyr mest?"


def test_anonymous_answers_are_part_of_nobodys_own_data(people):
    found = a_round(people)
    for code in slips(people, found, 5):
        answer(found, code)
    close(people, found)
    for who in (people.secretary, people.representative):
        assert own_data.of(who.actor, who.account, now=NOW)["rounds"] == []
