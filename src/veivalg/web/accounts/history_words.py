"""Words for the names of fields, kinds and codes that the trail holds."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veivalg.web.access.catalogue import ROLE_WORDS

Words = str | Promise

KINDS: Mapping[str, Words] = {
    "accounts.account": _("Account"),
    "councils.body": _("Body"),
    "councils.council": _("Council"),
    "councils.mandate": _("Mandate"),
    "councils.participant": _("Participant"),
    "councils.person": _("Person"),
    "councils.roleassignment": _("Access"),
    "councils.staffsession": _("The host's visit"),
    "knowledge.ownedition": _("Edition of the index"),
    "knowledge.ownindicator": _("Indicator"),
    "meetings.resolution": _("Resolution"),
}
"""What sort of thing a line is about. These can be chosen in a council's history."""

FIELDS: Mapping[str, Words] = {
    "account": _("Account"),
    "archive_keeper": _("Answers for the archive"),
    "basis": _("Basis"),
    "body": _("Body"),
    "case_number": _("Case number"),
    "certainty": _("How sure it is"),
    "contact_email": _("E-mail address"),
    "controller": _("Answers for personal data"),
    "correction_reason": _("Why it was corrected"),
    "corrects": _("Corrects"),
    "council": _("Council"),
    "county": _("County authority"),
    "email": _("E-mail address"),
    "ended_at": _("Ended"),
    "ends_at": _("Ends"),
    "ends_on": _("Last day"),
    "erased_at": _("Erased"),
    "gender": _("Gender"),
    "granted_at": _("Given"),
    "is_demo": _("Demonstration"),
    "is_host": _("Runs the installation"),
    "is_own_legal_person": _("Own legal person"),
    "kind": _("Kind"),
    "label": _("Note"),
    "language": _("Language"),
    "leader_rotates": _("The leader's post rotates"),
    "link": _("Link"),
    "made_at": _("Made"),
    "mail_rhythm": _("Mail about what waits"),
    "may_attend": _("May attend"),
    "may_propose": _("May put motions"),
    "may_set_up_until": _("May set up a council until"),
    "may_speak": _("May speak"),
    "may_vote": _("May vote"),
    "municipality": _("Municipality"),
    "name": _("Name"),
    "note": _("Note"),
    "office": _("Office"),
    "office_municipality": _("Municipality with the office"),
    "opened_at": _("Opened"),
    "organisation_number": _("Organisation number"),
    "participant": _("Participant"),
    "party": _("Party"),
    "person": _("Person"),
    "phone": _("Telephone"),
    "place_in_list": _("Place in the list"),
    "position": _("Role in the body"),
    "purpose": _("Purpose"),
    "reason": _("Reason"),
    "registered_at": _("Registered"),
    "replaced_by": _("Replaced by"),
    "resolved_on": _("Resolved on"),
    "role": _("Role"),
    "secretariat": _("Secretariat"),
    "set_up_at": _("Set up"),
    "short_name": _("Short name"),
    "side": _("Position or opposition"),
    "slug": _("Name in the address"),
    "source": _("Source"),
    "source_year": _("Year of the source"),
    "starts_on": _("First day"),
    "substitute_order": _("Order among substitutes"),
    "text": _("Text"),
    "title": _("Title"),
    "version": _("Version"),
    "website": _("Website"),
}
"""What a field is called, whatever it belongs to."""

VALUES: Mapping[str, Mapping[str, Words]] = {
    "role": {role.value: words for role, words in ROLE_WORDS.items()},
    "language": dict(settings.LANGUAGES),
    "certainty": {
        "confirmed": _("confirmed"),
        "older": _("confirmed long ago"),
        "likely": _("likely"),
        "uncertain": _("uncertain"),
    },
    "mail_rhythm": {"each": _("when it is needed"), "weekly": _("once a week"), "none": _("never")},
}
"""Codes that a model does not give words for itself."""
