"""How sure a reference to an act is, in words: when it was held against the text of the act, or that it was not."""

from django.utils.translation import gettext

from veivalg.rules.mandates import Checked
from veivalg.web.ui.dates import day


def checked_words(checked: Checked | None) -> str:
    """When a rule was checked, against which text, and whether a change of it has been adopted."""
    if checked is None:
        return gettext("Not checked against the text of the act.")
    text = gettext("Checked %(day)s against the act as it stood on %(text_of)s (%(source)s).") % {
        "day": day(checked.on),
        "text_of": day(checked.text_of),
        "source": checked.source,
    }
    if checked.coming:
        more = gettext("A change of the paragraph has been adopted, and was not in force then: %(act)s.")
        text = f"{text} {more % {'act': checked.coming}}"
    return text
