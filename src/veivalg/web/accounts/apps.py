from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "veivalg.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        from veivalg.web.accounts.queries import names_of
        from veivalg.web.ui.names import let_names_be_found

        let_names_be_found(names_of)
