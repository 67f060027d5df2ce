from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "veivalg.web.thread"
    label = "thread"
