"""What each mode promises, in the words that stand on pages, slips, mails and receipts."""

from dataclasses import dataclass

from django.utils.translation import gettext

from veivalg.web.survey.models import Round


@dataclass(frozen=True, kw_only=True)
class ModeWords:
    """A mode, explained."""

    name: str
    promise: str
    """Who can know what someone answered, in one or two sentences."""
    limits: str
    """What the promise does not cover; empty where there is nothing more to say."""


def mode_words(mode: str) -> ModeWords:
    """The explanation of a mode in the reader's language."""
    if mode == Round.Mode.OPEN:
        return ModeWords(
            name=gettext("Open"),
            promise=gettext(
                "Nobody sees any answer until the round closes. Then your name and what you answered are shown to "
                "everyone."
            ),
            limits="",
        )
    if mode == Round.Mode.CONFIDENTIAL:
        return ModeWords(
            name=gettext("Confidential"),
            promise=gettext(
                "Nobody sees any answer until the round closes. Then everyone sees answers put together, never fewer "
                "than five. The secretariat sees that you have answered, and when. No page shows anyone but you your "
                "name beside what you answered."
            ),
            limits=gettext(
                "Your name is stored with your answers until they are deleted, and those who run the site can look "
                "them up in the database. Whoever types in a paper ballot has read it. If everyone in a group answers "
                "alike, the result tells what each of them answered. Do not write in a text who you are."
            ),
        )
    return ModeWords(
        name=gettext("Anonymous"),
        promise=gettext(
            "We do not store who you are, where you answer from or when. When the round closes, nobody can find out "
            "what you answered, the secretariat and those who run the site included."
        ),
        limits=gettext(
            "It holds against anyone who reads the database, logs and later backups afterwards. It cannot hold against "
            "someone who changes the running server while you answer. If everyone in a group answers alike, the "
            "result tells what each of them answered. Do not write in a text who you are."
        ),
    )


def kept_words(found: Round) -> str:
    """What is kept of a round, and for how long, in a sentence."""
    if found.keeps == Round.Keeps.ANSWERS:
        return gettext(
            "The answers are kept with the results as documents of the case (arkivlova § 13). They are not deleted "
            "from here."
        )
    return gettext("Single answers are deleted %(days)s days after the round closes. The results are kept.") % {
        "days": found.keep_days
    }
