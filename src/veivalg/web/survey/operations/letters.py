"""Mails about a round: the personal link or the reminder, and the mark that stands for whoever was sent one."""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext

from veivalg.web.accounts.secrets import keyed_hashes
from veivalg.web.councils.models import Person
from veivalg.web.outbox.models import Message
from veivalg.web.outbox.operations import write
from veivalg.web.survey import codes
from veivalg.web.survey.models import Round
from veivalg.web.survey.words import mode_words
from veivalg.web.ui.dates import moment

PAUSE = timedelta(minutes=10)
"""Between two mails of the same sort to the same person: a button that is pressed twice sends once."""
CODE, REMINDER = "survey_code", "survey_reminder"
"""Sorts of mail."""


def marks(found: Round, person: Person) -> list[str]:
    """What stands for a person in the keys of the mails about a round, under each key of the installation.

    In an anonymous round nobody can work it out any more once the round's own key has been destroyed.
    """
    return keyed_hashes("survey_mail", found.seal_key, found.pk, person.pk)


def marks_of(found: Round, sort: str, *, since: datetime | None) -> set[str]:
    """The marks of those who have been sent a mail of a sort about the round, at all or since a moment."""
    rows = Message.objects.filter(key__startswith=f"{sort}:{found.pk}:")
    if since is not None:
        rows = rows.filter(written_at__gt=since)
    return {key.split(":")[2] for key in rows.values_list("key", flat=True)}


def sent_already(found: Round, *, is_reminder: bool = False) -> str:
    if found.is_anonymous and not is_reminder:
        return gettext(
            "Everyone here who has an address has been sent a code, and nobody is sent two: two codes would be two "
            "answers. A reminder says where the code is."
        )
    minutes = int(PAUSE.total_seconds()) // 60
    return gettext("They were sent this less than %(minutes)s minutes ago, and nothing was sent now.") % {
        "minutes": minutes
    }


def write_mail(found: Round, person: Person, code: str, *, now: datetime, sort: str = CODE) -> None:
    with translation.override(found.council.language):
        parts = [found.heading, found.about]
        if code:
            parts.append(
                gettext("Answer here: %(address)s\nIf the link does not open, go to %(page)s and type %(code)s.")
                % {"address": codes.address(code), "page": codes.address("").partition("#")[0], "code": code}
            )
        else:
            parts.append(
                gettext(
                    "This reminder goes to everyone, since nobody can see who has answered. Your code is in the first "
                    "mail, or on your slip. If you have answered, you need do nothing."
                )
            )
        parts.append(gettext("You can answer until %(moment)s.") % {"moment": moment(found.closes_at)})
        words = mode_words(found.mode)
        parts += [f"{words.name}. {words.promise}", words.limits]
        write(
            kind=CODE if code else REMINDER,
            recipient=person.email,
            subject=f"{found.council.short_name}: {found.heading}",
            body="\n\n".join(part for part in parts if part),
            council_id=found.council_id,
            key=f"{sort}:{found.pk}:{marks(found, person)[0]}:{now.isoformat()}",
            useless_after=found.closes_at,
            now=now,
        )
