"""The words of a reminder. Plain text, one line for each thing, nothing that an action's own text could break."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from veivalg.web.councils.models import Council
from veivalg.web.endorsements import letters as case_letters
from veivalg.web.reminders.asking import Recipient, Standing
from veivalg.web.reminders.queries import Letter
from veivalg.web.strategy.deadlines import overdue_after
from veivalg.web.strategy.operations.holding import lines
from veivalg.web.ui.dates import day

LONGEST = 160
"""Signs of an action's text in a mail."""


def language_of(recipient: Recipient, councils: Sequence[Council]) -> str:
    """The reader's own language, else the council's."""
    own = recipient.account.language if recipient.account else ""
    return own or (councils[0].language if councils else settings.LANGUAGE_CODE)


def one_line(text: str, longest: int = LONGEST) -> str:
    """A text as it may stand in a mail: on one line, without signs that are hidden or turn the writing round."""
    line = " ".join(lines(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


@dataclass(frozen=True)
class Keys:
    """Those of the links in a mail."""

    actions: Mapping[int, str]
    """By action."""
    cases: Mapping[int, str]
    """By endorsement."""


def written(letter: Letter, keys: Keys, *, on: date, last_day: date, several: Collection[int] = ()) -> tuple[str, str]:
    """Subject and body, as of a day. `last_day` is the last that the links work; `several` are councils that follow up
    several strategies, which are then told apart."""
    with translation.override(language_of(letter.recipient, letter.councils)):
        parts = [*_actions(letter, keys.actions, last_day, several), *_cases(letter, keys.cases, last_day, on)]
        return _subject(letter), "\n\n".join([*parts, _why_and_how_to_stop(letter)]) + "\n"


def _subject(letter: Letter) -> str:
    count, cases = len(letter.asked), len(letter.owed)
    if not count and not cases:
        return gettext("Some actions have nobody to ask")
    parts = []
    if count:
        text = ngettext("How is it going with %(count)s action?", "How is it going with %(count)s actions?", count)
        parts.append(text % {"count": count})
    if cases:
        parts.append(case_letters.subject(cases))
    names = ", ".join(one_line(council.short_name, 60) for council in letter.councils)
    return f"{' '.join(parts)} ({names})"


def _actions(letter: Letter, keys: Mapping[int, str], last_day: date, several: Collection[int]) -> list[str]:
    """What the reader answers for, council by council, and what a secretariat has nobody to ask about."""
    parts = []
    if letter.asked:
        parts.append(
            ngettext(
                "You answer for an action that we need to hear from. Open the address and press a button. "
                "It takes ten seconds, and you need not sign in.",
                "You answer for actions that we need to hear from. Open each address and press a button. "
                "It takes ten seconds, and you need not sign in.",
                len(letter.asked),
            )
        )
    for council in letter.councils:
        of_council = [
            _action(each, keys[each.action.pk], names_strategy=council.pk in several)
            for each in letter.asked
            if each.action.strategy.council_id == council.pk
        ]
        if council in letter.unreached:
            of_council.append(_unreached(council, letter.unreached[council]))
        parts += _under(council, of_council, letter)
    if letter.asked:
        parts.append(
            gettext("The addresses work until %(day)s, as often as you need. They are yours: do not send them on.")
            % {"day": day(last_day)}
        )
    return parts


def _cases(letter: Letter, keys: Mapping[int, str], last_day: date, on: date) -> list[str]:
    """What the reader's municipality owes an answer on, council by council."""
    if not letter.owed:
        return []
    parts = [
        ngettext(
            "The municipality owes an answer on a case. Open the address when the meeting has been held, and say what "
            "was resolved. You need not sign in.",
            "The municipality owes an answer on cases. Open each address when the meeting has been held, and say what "
            "was resolved. You need not sign in.",
            len(letter.owed),
        )
    ]
    for council in letter.councils:
        rows = [row for row in letter.owed if row.round.council_id == council.pk]
        parts += _under(council, [case_letters.about(row, keys[row.pk], on=on) for row in rows], letter)
    return [*parts, case_letters.how_long_they_work(last_day)]


def _under(council: Council, parts: list[str], letter: Letter) -> list[str]:
    """Parts under the council's name, when the mail is about several."""
    return [one_line(council.name).upper(), *parts] if parts and len(letter.councils) > 1 else parts


def _action(each: Standing, key: str, *, names_strategy: bool) -> str:
    action, due = each.action, overdue_after(each.action)
    rows = [gettext("Action %(number)s: %(text)s") % {"number": action.number, "text": one_line(action.text)}]
    if names_strategy:
        rows.append(gettext("Strategy: %(name)s") % {"name": one_line(action.strategy.name)})
    facts = [gettext("Deadline %(day)s.") % {"day": day(due)}] if due else []
    if each.said is not None:
        facts.append(
            gettext("Last said: %(status)s, %(day)s.")
            % {"status": each.said.get_status_display().lower(), "day": day(each.said.said_on)}
        )
    else:
        facts.append(gettext("Nothing has been said about it yet."))
    return "\n".join([*rows, " ".join(facts), settings.ADDRESS + reverse("reminders:open_link", args=[key])])


def _unreached(council: Council, count: int) -> str:
    text = ngettext(
        "%(count)s action has nobody to ask. See which, and why:",
        "%(count)s actions have nobody to ask. See which, and why:",
        count,
    )
    return f"{text % {'count': count}}\n{settings.ADDRESS}{reverse('reminders:overview', args=[council.slug])}"


def _why_and_how_to_stop(letter: Letter) -> str:
    names = ", ".join(one_line(council.short_name, 60) for council in letter.councils)
    text = gettext(
        "You get this mail because you are a contact, lead a body or have a role in %(names)s. "
        "It comes by itself at most once a week, and not in July."
    ) % {"names": names}
    if letter.recipient.account is not None:
        stop = gettext("You can choose not to get it, under your settings:")
        return f"{text} {stop}\n{settings.ADDRESS}{reverse('accounts:own_details')}"
    addresses = ", ".join(one_line(council.contact_email) for council in letter.councils if council.contact_email)
    if addresses:
        return text + " " + gettext("If you do not want it, tell the secretariat: %(address)s") % {"address": addresses}
    return text + " " + gettext("If you do not want it, tell the secretariat of the council.")
