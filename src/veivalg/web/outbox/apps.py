from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "veivalg.web.outbox"
    label = "outbox"
