"""Short texts that someone has typed, on their way into a field of a set length."""

from django.utils.translation import gettext

from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.cleaning import clean


def short_line(typed: str, *, most: int, field: str) -> str:
    """The text on one line without signs that cannot be seen. Raises NotPossible when it is longer than ``most`` signs.

    Nothing is ever cut: what was cut would stand as if it had been said.
    """
    line = " ".join(clean(typed)[0].split())
    if len(line) > most:
        raise NotPossible(
            gettext("“%(start)s …” has %(count)s signs, and there is room for %(most)s. Shorten it.")
            % {"start": line[:40].rstrip(), "count": len(line), "most": most},
            field=field,
        )
    return line
