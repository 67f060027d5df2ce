from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "veivalg.web.meetings"
    label = "meetings"

    def ready(self) -> None:
        from veivalg.web.audit import protection
        from veivalg.web.meetings.models import ADD_ONLY

        protection.protect(ADD_ONLY)
