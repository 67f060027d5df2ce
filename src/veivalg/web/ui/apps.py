from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "veivalg.web.ui"
    label = "ui"

    def ready(self) -> None:
        from veivalg.web.ui import converters

        converters.register()
