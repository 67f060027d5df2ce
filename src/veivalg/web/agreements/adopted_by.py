"""By whom an edition was adopted, as it stands under the text that an archive keeps."""

from django.utils.translation import gettext

from veivalg.web.agreements.models import AgreementChange, ParticipantConsent
from veivalg.web.ui.dates import day
from veivalg.web.ui.words import norwegian_order


def adopted_by(change: AgreementChange) -> tuple[str, ...]:
    """A line for each participant whose own kommunestyre or fylkesting has said yes, by name, else the assembly's vote.

    With the day and the case number as they are registered. The change has its resolution at hand.
    """
    if change.resolution is not None:
        words = gettext("%(resolution)s: %(votes)s of %(cast)s votes cast were for it, %(day)s")
        return (
            words
            % {
                "resolution": change.resolution,
                "votes": change.votes_for,
                "cast": change.votes_cast,
                "day": day(change.resolution.resolved_on),
            },
        )
    given = ParticipantConsent.objects.standing().filter(change=change, is_yes=True)
    rows = given.select_related("participant__municipality", "participant__county")
    return tuple(_line(row) for row in sorted(rows, key=lambda row: norwegian_order(row.participant.name)))


def _line(row: ParticipantConsent) -> str:
    words = {"name": row.participant.name, "day": day(row.decided_on), "case": row.case_number}
    if row.case_number:
        return gettext("%(name)s, %(day)s, case %(case)s") % words
    return gettext("%(name)s, %(day)s") % words
