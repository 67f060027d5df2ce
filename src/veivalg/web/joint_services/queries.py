"""Reads of joint services."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import get_language

from veivalg.facts.forms import legal_forms
from veivalg.web.councils.models import Council, Participant
from veivalg.web.joint_services.models import JointService, JointServicePart
from veivalg.web.ui.law import checked_words
from veivalg.web.ui.paging import holds
from veivalg.web.ui.words import norwegian_order


@dataclass(frozen=True)
class FormNote:
    """What the law says of one form, and how that was checked."""

    name: str
    about: str
    reference: str
    checked: str


def form_notes(found: Iterable[JointService]) -> list[FormNote]:
    """The forms of some services, each once, in the order of the facts."""
    language = get_language() or "nb"
    used = {service.form for service in found}
    return [
        FormNote(form.name[language], form.about[language], form.reference, checked_words(form.checked))
        for form in legal_forms().values()
        if form.id in used
    ]


def services(council: Council, *, words: str = "", participant_id: int | None = None) -> list[JointService]:
    """A council's joint services by name, æ, ø and å last; those with the words, and those that a participant is in.

    All of them at once: a council has tens of services, and no database sorts Norwegian everywhere.
    """
    found = JointService.objects.filter(holds(words, "name", "about", "run_by", "others"), council=council)
    if participant_id is not None:
        found = found.filter(Q(participants=participant_id) | Q(host=participant_id)).distinct()
    return _by_name(council, found.with_everyone())


def services_of(participant: Participant) -> list[tuple[JointService, JointServicePart | None]]:
    """What one participant is in, by name, each with what it pays of it where that is registered. In two queries."""
    found = JointService.objects.filter(Q(participants=participant) | Q(host=participant), council=participant.council)
    own = Prefetch("parts", JointServicePart.objects.filter(participant=participant), to_attr="own_parts")
    rows = _by_name(participant.council, found.distinct().select_related("host").prefetch_related(own))
    return [(service, next(iter(vars(service)["own_parts"]), None)) for service in rows]


def _by_name(council: Council, found: Iterable[JointService]) -> list[JointService]:
    rows = list(found)
    for service in rows:
        # At hand for its address, without a query for each.
        service.council = council
    return sorted(rows, key=lambda service: (norwegian_order(service.name), service.pk))
