from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "veivalg.web.accounts"
    label = "accounts"
