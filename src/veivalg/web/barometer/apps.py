from django.apps import AppConfig


class BarometerConfig(AppConfig):
    name = "veivalg.web.barometer"
    label = "barometer"

    def ready(self) -> None:
        from veivalg.web.barometer.beside import capacity_places, cooperation_places
        from veivalg.web.survey.beside import stand_beside

        stand_beside("cooperation", show=cooperation_places)
        stand_beside("capacity", show=capacity_places)
