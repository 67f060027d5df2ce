from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "veivalg.web.participation"
    label = "participation"
