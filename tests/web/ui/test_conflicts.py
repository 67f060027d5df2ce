"""Two who change the same thing at once."""

import re
from datetime import date

import pytest
from django import forms
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import transaction
from django.test import RequestFactory

from tests.people import NOW, TODAY
from veivalg.web.audit.changes import ChangedMeanwhile, apply, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.ui.conflicts import conflict_page, in_words
from veivalg.web.ui.forms import DateField, Form, Version

pytestmark = pytest.mark.django_db


class NoteForm(Form):
    note = forms.CharField(label="Merknad", widget=forms.Textarea)
    ends_on = DateField(label="Siste dag", required=False)
    secretariat = forms.CharField(label="Sekretariat", required=False)
    version = Version()


def answer(participant, who, *, stored=None, **posted):
    request = RequestFactory().post(
        "/der/skjemaet/er/", {"note": "Min", "version": "1", "ends_on": "2026-12-31", **posted}
    )
    request.account, request.actor, request.session_row = who.account, who.actor, None
    request._messages = CookieStorage(request)
    form = NoteForm(request.POST)
    assert form.is_valid()
    return conflict_page(
        request, form, ChangedMeanwhile(participant), back="/tilbake/", stored=stored, council=participant.council
    )


@pytest.fixture
def changed(people):
    """A participant that the secretary has changed after the reader began."""
    participant = people.participants[0]
    with transaction.atomic():
        changes = apply(participant, {"note": "Den andres <b>"})
        record(
            people.secretary.actor,
            Verb.PARTICIPANT_CHANGED,
            subject=participant,
            council_id=people.council.pk,
            changes=changes,
            at=NOW,
        )
    return participant


def test_both_texts_stand_side_by_side_with_who_and_when(changed, people):
    response = answer(changed, people.reader)
    page = response.content.decode()

    assert response.status_code == 409
    assert "Min" in page
    assert "Den andres &lt;b&gt;" in page
    assert people.secretary.account.display_name in page
    assert "24" in page
    assert "10.00" in page or "10:00" in page
    assert 'href="/tilbake/"' in page


def test_the_button_sends_the_same_form_with_the_new_version(changed, people):
    page = answer(changed, people.reader, extra=["1", "2"]).content.decode()
    sent = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)

    assert ("note", "Min") in sent
    assert ("extra", "1") in sent
    assert ("extra", "2") in sent
    assert [value for name, value in sent if name == "version"] == [str(changed.version)]
    form = NoteForm(dict(sent))
    assert form.is_valid()
    with transaction.atomic():
        assert hold(Participant.objects.all(), pk=changed.pk, version=form.cleaned_data["version"]) == changed


def test_fields_that_are_alike_are_told_apart_from_those_that_differ(changed, people):
    page = answer(changed, people.reader, note="Den andres <b>", ends_on="", stored={"secretariat": ""})

    assert "vv-stack" not in page.content.decode()


def test_whoever_changed_it_in_another_window_is_told_so(changed, people):
    page = answer(changed, people.secretary).content.decode()

    assert "another window" in page or "annet vindu" in page or "anna vindauge" in page


def test_an_object_that_the_trail_does_not_know_is_shown_without_a_name(people):
    page = answer(people.participants[1], people.reader).content.decode()

    assert people.secretary.account.display_name not in page


def test_values_are_told_in_words(people):
    choice = forms.ChoiceField(choices=[("a", "Første"), ("b", "Andre")])
    council = forms.ModelChoiceField(Council.objects.all())

    assert in_words(choice, "b") == "Andre"
    assert in_words(council, people.council) == "Vestre"
    assert in_words(DateField(), date(2026, 1, 2)).startswith("2")
    assert in_words(forms.CharField(), "a\r\nb") == "a\nb"
    assert in_words(forms.CharField(), None) == in_words(forms.CharField(), "")
    assert in_words(DateField(), TODAY) != in_words(DateField(), None)
