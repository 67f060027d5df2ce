from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "veivalg.web.reminders"
    label = "reminders"
