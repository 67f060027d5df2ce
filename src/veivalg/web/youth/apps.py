from django.apps import AppConfig


class YouthConfig(AppConfig):
    name = "veivalg.web.youth"
    label = "youth"

    def ready(self) -> None:
        from veivalg.web.meetings.beside import stand_beside
        from veivalg.web.youth.beside import panel
        from veivalg.web.youth.operations.resolutions import follow_correction

        stand_beside("youth", show=panel, follow=follow_correction)
