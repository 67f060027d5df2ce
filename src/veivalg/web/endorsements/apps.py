from django.apps import AppConfig


class EndorsementsConfig(AppConfig):
    name = "veivalg.web.endorsements"
    label = "endorsements"

    def ready(self) -> None:
        from veivalg.web.endorsements.operations.rounds import follow_correction
        from veivalg.web.endorsements.panel import panel
        from veivalg.web.endorsements.queries import said_to
        from veivalg.web.meetings.asked import tell
        from veivalg.web.meetings.beside import stand_beside

        stand_beside("endorsements", show=panel, follow=follow_correction)
        tell("endorsements", said_to)
