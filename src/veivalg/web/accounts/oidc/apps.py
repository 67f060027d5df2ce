from django.apps import AppConfig
from django.core import checks


class OidcConfig(AppConfig):
    name = "veivalg.web.accounts.oidc"
    label = "oidc"

    def ready(self) -> None:
        from veivalg.web.accounts.oidc.configuration import check_settings

        checks.register(check_settings)
