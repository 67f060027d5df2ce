from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "veivalg.web.reminders"
    label = "reminders"

    def ready(self) -> None:
        from veivalg.web.councils import personal
        from veivalg.web.reminders.operations.digests import forget_person
        from veivalg.web.reminders.queries import stored_about

        personal.keep("reminders", stored=stored_about, forget=forget_person)
