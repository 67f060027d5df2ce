"""What someone wrote, made fit to keep: nothing hidden in it, and never cut without a word."""

from django.utils.translation import gettext

from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.cleaning import clean


def short_line(text: str, *, most: int, field: str) -> str:
    """One line of at most so many signs, without hidden ones. Raises NotPossible, at the field, for a longer one."""
    line = " ".join(clean(text)[0].split())
    if len(line) > most:
        raise NotPossible(
            gettext("“%(start)s …” has %(count)s signs, and there is room for %(most)s. Shorten it.")
            % {"start": line[:40].rstrip(), "count": len(line), "most": most},
            field=field,
        )
    return line
