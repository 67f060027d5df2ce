"""Mails about a round: the personal link or the reminder, and the mark that stands for whoever was sent one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import SystemRandom

from django.utils import translation
from django.utils.translation import gettext

from veivalg.web.accounts.secrets import keyed_hashes
from veivalg.web.councils.models import Person
from veivalg.web.outbox.models import Message
from veivalg.web.outbox.operations import prepared, write_all
from veivalg.web.survey import codes
from veivalg.web.survey.models import Round
from veivalg.web.survey.words import mode_words
from veivalg.web.ui.dates import moment

PAUSE = timedelta(minutes=10)
"""Between two mails of the same sort to the same person: a button that is pressed twice sends once."""
CODE, REMINDER, DEADLINE = "survey_code", "survey_reminder", "survey_deadline"
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


def keys_in_use() -> list[str]:
    """How keys of mails about rounds that have not closed begin: nobody is sent two codes, however long it lasts."""
    rounds = Round.objects.filter(closed_at=None).values_list("pk", flat=True)
    return [f"{sort}:{round_id}:" for round_id in rounds for sort in (CODE, REMINDER, DEADLINE)]


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


def write_mails(found: Round, letters: Sequence[tuple[Person, str]], *, now: datetime, sort: str = CODE) -> None:
    """Each person's link, or a reminder without one, in the order given. The round is held, so that nobody gets two."""
    write_all([_mail(found, person, code, now=now, sort=sort) for person, code in letters])


def _mail(found: Round, person: Person, code: str, *, now: datetime, sort: str) -> Message:
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
        return prepared(
            kind=CODE if code else REMINDER,
            recipient=person.email,
            subject=f"{found.council.short_name}: {found.heading}",
            body="\n\n".join(part for part in parts if part),
            council_id=found.council_id,
            key=f"{sort}:{found.pk}:{marks(found, person)[0]}:{now.isoformat()}",
            useless_after=found.closes_at,
            now=now,
        )


def tell_of_deadline(found: Round, *, was: datetime, now: datetime) -> int:
    """Tell everyone who has had a code by mail that the last moment has been moved, in the transaction that moves it.
    The code still works, and none stands in the mail. Returns how many were written.

    Nobody is asked who has answered: in an anonymous round nobody knows, and in others one may still change an answer.
    """
    known = marks_of(found, CODE, since=None)
    if not known:
        return 0
    # What waits still says the former moment, and must not be let go of while it is of use.
    for sort in (CODE, REMINDER):
        waiting = Message.objects.filter(key__startswith=f"{sort}:{found.pk}:", useless_after=was)
        waiting.update(useless_after=found.closes_at)
    people = Person.objects.filter(council=found.council_id, erased_at=None).exclude(email="")
    reached = [person for person in people if known.intersection(marks(found, person))]
    SystemRandom().shuffle(reached)
    with translation.override(found.council.language):
        words = gettext(
            "The last moment to answer has been moved. You can answer until %(moment)s, and not until %(was)s as the "
            "mail you have had says. The link and the code in it still work. If you have answered, you need do nothing."
        ) % {"moment": moment(found.closes_at), "was": moment(was)}
        mails = [
            prepared(
                kind=DEADLINE,
                recipient=person.email,
                subject=f"{found.council.short_name}: {found.heading}",
                body="\n\n".join([found.heading, words, mode_words(found.mode).promise]),
                council_id=found.council_id,
                key=f"{DEADLINE}:{found.pk}:{marks(found, person)[0]}:{now.isoformat()}",
                useless_after=found.closes_at,
                now=now,
            )
            for person in reached
        ]
    return write_all(mails)
