"""The button on the sign-in page."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from veivalg.web.accounts.oidc.configuration import configuration

register = template.Library()


@register.inclusion_tag("oidc/button.html")
def oidc_button(next_path: str = "") -> dict[str, str]:
    """Links to sign in with the provider of the settings; nothing when they name none."""
    chosen = configuration()
    if chosen is None:
        return {"name": ""}
    wanted = {"neste": next_path} if next_path else {}
    start = reverse("oidc:start")
    return {
        "name": chosen.name,
        "address": f"{start}?{urlencode(wanted)}" if wanted else start,
        "shared_address": f"{start}?{urlencode(wanted | {'felles': '1'})}",
    }
