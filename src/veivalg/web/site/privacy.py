"""What the privacy page says of cookies and of who answers for what: read from the code that does it."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils.translation import gettext

from veivalg.web.accounts import browser
from veivalg.web.accounts.oidc import views as oidc
from veivalg.web.accounts.operations.sessions import IDLE_SHARED, LONGEST
from veivalg.web.accounts.operations.sign_in import CODE_HOLDS
from veivalg.web.councils.models import Council
from veivalg.web.endorsements.views import by_link
from veivalg.web.reminders.views import answering
from veivalg.web.ui import language


@dataclass(frozen=True)
class Cookie:
    """One cookie: what it is for, and how long the browser keeps it."""

    name: str
    purpose: str
    kept: str


def cookies() -> list[Cookie]:
    """Every cookie there is. A test holds the list to what the code sets."""
    return [
        Cookie(language.COOKIE, gettext("Remembers the language you chose."), gettext("one year")),
        Cookie(
            browser.SESSION_COOKIE,
            gettext("Keeps you signed in. Set when you sign in, and removed when you sign out."),
            gettext("at most %(days)s days; on a shared machine until it is closed, or %(minutes)s minutes without use")
            % {"days": LONGEST.days, "minutes": _minutes(IDLE_SHARED)},
        ),
        Cookie(
            browser.ATTEMPT_COOKIE,
            gettext("Ties the code in the mail to the browser that asked for it."),
            gettext("%(minutes)s minutes") % {"minutes": _minutes(CODE_HOLDS)},
        ),
        Cookie(
            browser.LINK_COOKIE,
            gettext("Holds the key of an invitation, so that it does not stand in the address."),
            gettext("one hour"),
        ),
        Cookie(
            answering.COOKIE,
            gettext("Holds the key of a link in a reminder, so that it does not stand in the address."),
            gettext("%(hours)s hours") % {"hours": answering.HOLDS_S // 3600},
        ),
        Cookie(
            by_link.COOKIE,
            gettext(
                "Holds the key of a link that answers for a municipality, so that it does not stand in the address."
            ),
            gettext("%(hours)s hours") % {"hours": by_link.HOLDS_S // 3600},
        ),
        Cookie(
            browser.DEVICE_COOKIE,
            gettext("Tells that you have signed in from this browser before, so that strangers cannot lock you out."),
            gettext("%(days)s days") % {"days": browser.DEVICE_HOLDS.days},
        ),
        Cookie(
            oidc.COOKIE,
            gettext("Ties the answer of another sign-in provider to the browser that was sent there."),
            gettext("some minutes"),
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            gettext("Hinders other sites from sending our forms in your name. Set on pages with a form."),
            gettext("one year"),
        ),
        Cookie(
            CookieStorage.cookie_name,
            gettext("Carries a short message, such as “saved”, to the next page."),
            gettext("until the next page"),
        ),
    ]


def controllers() -> list[Council]:
    """Councils that have said who answers for personal data."""
    return list(Council.objects.filter(set_up_at__isnull=False).exclude(controller=""))


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
