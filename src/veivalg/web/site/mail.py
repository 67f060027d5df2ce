"""Which mail server: ``VEIVALG_MAIL``."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


class MailAddressBroken(Exception):
    """``VEIVALG_MAIL`` cannot be understood."""


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """What Django wants to know about a mail server."""

    backend: str = "django.core.mail.backends.smtp.EmailBackend"
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False

    @property
    def is_set(self) -> bool:
        """False until the one who runs the site has named a server; mail then waits."""
        return self.host != ""


def mail_settings(url: str) -> MailSettings:
    """Settings from an address such as ``smtp://user:password@mail.example.no:587``. Raises MailAddressBroken.

    >>> mail_settings("smtp://kari:h%40@mail.example.no").port
    587
    >>> mail_settings("smtps://mail.example.no").is_tls
    True
    """
    if not url:
        return MailSettings()
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    is_local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or port == -1:
        raise MailAddressBroken(
            "VEIVALG_MAIL must look like smtp://user:password@mail.example.no:587, or smtps://… for a server that "
            "speaks TLS from the first word."
        )
    is_tls = parts.scheme == "smtps"
    return MailSettings(
        host=parts.hostname,
        port=port or (465 if is_tls else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        # Words and codes never travel in the open, except inside one machine.
        starts_tls=not is_tls and not is_local,
        is_tls=is_tls,
    )
