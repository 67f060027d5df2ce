from django.apps import AppConfig


class DirectionsConfig(AppConfig):
    name = "veivalg.web.directions"
    label = "directions"
