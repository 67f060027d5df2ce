"""How sure we are of who takes part in a council that has not said so itself, in words."""

from django.utils.translation import gettext_lazy as _

from veivalg.facts.starter import Certainty

CERTAINTY_WORDS = {
    Certainty.CONFIRMED: _("A recent public page says so."),
    Certainty.OLDER: _("A public page says so, but it is several years old."),
    Certainty.LIKELY: _("Likely, but we have not seen it confirmed."),
    Certainty.UNCERTAIN: _("Uncertain. Check it against your agreement."),
}
