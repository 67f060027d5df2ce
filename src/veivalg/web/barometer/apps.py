from django.apps import AppConfig


class BarometerConfig(AppConfig):
    name = "veivalg.web.barometer"
    label = "barometer"
