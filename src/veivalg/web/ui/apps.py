from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "veivalg.web.ui"
    label = "ui"
