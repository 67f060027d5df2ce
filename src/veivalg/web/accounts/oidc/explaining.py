"""What the page says when a sign-in stops: what happened, why, and what to do."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from veivalg.web.accounts.oidc.stops import Reason

_REFUSED, _BAD, _TOO_MANY, _TROUBLED, _LATE = 403, 400, 429, 502, 504

_TRY_AGAIN = gettext_lazy("Try again from the sign-in page. You can also sign in with a code by e-mail.")
_WAIT = gettext_lazy("Wait a few minutes and try again, or sign in with a code by e-mail.")
_TELL = gettext_lazy(
    "Sign in with a code by e-mail, and tell whoever runs this site. What exactly was wrong stands in their log."
)
_NOT_TRUSTED = gettext_lazy("We could not trust the answer from %(name)s")
_NOT_USABLE = gettext_lazy("%(name)s did not give us an answer we can use")
_NOT_SET_UP = gettext_lazy("Signing in with %(name)s is not set up right")
_STOPPED = gettext_lazy("You were not signed in")

Text = str | Promise

_PAGES: dict[Reason, tuple[int, Text, Text, Text]] = {
    Reason.TOO_MANY: (
        _TOO_MANY,
        gettext_lazy("Too many attempts from here"),
        gettext_lazy("Many sign-ins with %(name)s have been begun from your network in a short time."),
        gettext_lazy("Wait a quarter of an hour and try again, or sign in with a code by e-mail."),
    ),
    Reason.DENIED: (
        _BAD,
        _STOPPED,
        gettext_lazy("Either you cancelled, or %(name)s did not let you through."),
        _TRY_AGAIN,
    ),
    Reason.NOT_SIGNED_IN_THERE: (
        _BAD,
        _STOPPED,
        gettext_lazy("%(name)s needs you to do something first, such as signing in there or agreeing to something."),
        _TRY_AGAIN,
    ),
    Reason.PROVIDER_TROUBLED: (
        _TROUBLED,
        gettext_lazy("%(name)s has trouble just now"),
        gettext_lazy("%(name)s answered that something is wrong on its side."),
        _WAIT,
    ),
    Reason.SETTINGS_WRONG: (
        _TROUBLED,
        _NOT_SET_UP,
        gettext_lazy("%(name)s and this site do not agree on how you sign in. You did nothing wrong."),
        _TELL,
    ),
    Reason.ANSWER_INCOMPLETE: (
        _BAD,
        gettext_lazy("Something is missing in the address"),
        gettext_lazy("This address is where %(name)s sends you back, with an answer. The answer is not there."),
        _TRY_AGAIN,
    ),
    Reason.STATE_UNKNOWN: (
        _BAD,
        gettext_lazy("This sign-in did not begin in this browser"),
        gettext_lazy(
            "We only take an answer in the browser that asked for it, so that nobody can sign you in as someone else. "
            "It may also be that the browser does not keep cookies."
        ),
        _TRY_AGAIN,
    ),
    Reason.STATE_USED: (
        _BAD,
        gettext_lazy("This answer has been used already"),
        gettext_lazy("An answer from %(name)s works once. You may have reloaded the page or gone back."),
        gettext_lazy("If you are not signed in, begin again from the sign-in page."),
    ),
    Reason.STATE_EXPIRED: (
        _BAD,
        gettext_lazy("It took too long"),
        gettext_lazy("You have ten minutes to sign in with %(name)s. More had passed."),
        _TRY_AGAIN,
    ),
    Reason.UNREACHABLE: (
        _TROUBLED,
        gettext_lazy("We could not reach %(name)s"),
        gettext_lazy("The provider may be down, or there is a fault in the network between."),
        _WAIT,
    ),
    Reason.SLOW: (
        _LATE,
        gettext_lazy("%(name)s did not answer in time"),
        gettext_lazy("We wait five seconds for an answer, and none came."),
        _WAIT,
    ),
    Reason.TOO_LARGE: (_TROUBLED, _NOT_USABLE, gettext_lazy("The answer was far larger than it should be."), _TELL),
    Reason.NONSENSE: (_TROUBLED, _NOT_USABLE, gettext_lazy("The answer was not written as the standard says."), _TELL),
    Reason.ADDRESS_REFUSED: (
        _TROUBLED,
        _NOT_SET_UP,
        gettext_lazy("The provider points to an address that this site may not ask."),
        _TELL,
    ),
    Reason.CODE_REFUSED: (
        _BAD,
        _STOPPED,
        gettext_lazy("%(name)s would not take back its own answer. It may be too old, or it may have been used."),
        _TRY_AGAIN,
    ),
    Reason.OTHER_SENDER: (_TROUBLED, _NOT_TRUSTED, gettext_lazy("The answer is from another provider."), _TELL),
    Reason.ALGORITHM_REFUSED: (
        _TROUBLED,
        _NOT_TRUSTED,
        gettext_lazy("The answer is not signed in a way that we accept."),
        _TELL,
    ),
    Reason.KEY_UNKNOWN: (
        _TROUBLED,
        _NOT_TRUSTED,
        gettext_lazy("The answer is signed with a key that %(name)s does not say is its own."),
        _TELL,
    ),
    Reason.SIGNATURE_WRONG: (
        _TROUBLED,
        _NOT_TRUSTED,
        gettext_lazy("The signature does not fit. Someone may have changed the answer."),
        _TELL,
    ),
    Reason.WRONG_AUDIENCE: (_TROUBLED, _NOT_TRUSTED, gettext_lazy("The answer was meant for another website."), _TELL),
    Reason.WRONG_NONCE: (_BAD, _NOT_TRUSTED, gettext_lazy("The answer belongs to another sign-in."), _TRY_AGAIN),
    Reason.TOKEN_EXPIRED: (
        _TROUBLED,
        _NOT_TRUSTED,
        gettext_lazy("The answer has expired. The clock here or there may be wrong."),
        _TELL,
    ),
    Reason.TOKEN_EARLY: (
        _TROUBLED,
        _NOT_TRUSTED,
        gettext_lazy("The answer is from the future. The clock here or there may be wrong."),
        _TELL,
    ),
    Reason.TOKEN_MISMATCH: (
        _TROUBLED,
        _NOT_TRUSTED,
        gettext_lazy("Two parts of the answer do not belong together."),
        _TELL,
    ),
    Reason.NATIONAL_IDENTITY_NUMBER: (
        _TROUBLED,
        gettext_lazy("We do not take national identity numbers"),
        gettext_lazy(
            "%(name)s told us who you are with a national identity number. We have not stored it. "
            "This site never keeps such numbers."
        ),
        gettext_lazy(
            "Sign in with a code by e-mail, and tell whoever runs this site. "
            "The provider must be set up to send another identifier."
        ),
    ),
    Reason.NO_EMAIL: (
        _REFUSED,
        gettext_lazy("%(name)s did not give us a verified e-mail address"),
        gettext_lazy(
            "The first time, we find your account here by your e-mail address. "
            "We only trust an address that %(name)s has verified."
        ),
        gettext_lazy("Verify your e-mail address there and try again, or sign in with a code by e-mail."),
    ),
    Reason.NOT_INVITED: (
        _REFUSED,
        gettext_lazy("Nobody here has invited this address"),
        gettext_lazy("%(name)s knows you, but no account here has the e-mail address that it gave us."),
        gettext_lazy("Ask the secretariat of your council to invite you, with the address that you use at %(name)s."),
    ),
    Reason.OTHER_IDENTITY: (
        _REFUSED,
        gettext_lazy("The account is tied to someone else at %(name)s"),
        gettext_lazy(
            "An account here has your e-mail address, but it was first used by another identity at %(name)s. "
            "It may be an older one of yours."
        ),
        gettext_lazy("Sign in with a code by e-mail, or ask whoever runs this site to untie the two."),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The words of one page, in the reader's language."""

    status: int
    heading: str
    why: str
    what_next: str


def explain(reason: Reason, *, name: str) -> Explanation:
    """The page for a reason; `name` is the provider's."""
    status, heading, why, what_next = _PAGES[reason]
    names = {"name": name}
    return Explanation(
        status=status, heading=str(heading) % names, why=str(why) % names, what_next=str(what_next) % names
    )


def not_set_up() -> str:
    """What stands at the addresses when the settings name no provider."""
    return gettext(
        "This site has no other provider to sign in with. Sign in with a code by e-mail. "
        "Whoever runs the site can set one up; the guide says how."
    )
