from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "veivalg.web.councils"
    label = "councils"
