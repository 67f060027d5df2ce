from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "veivalg.web.follow_up"
    label = "follow_up"
