from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "veivalg.web.agreements"
    label = "agreements"

    def ready(self) -> None:
        from veivalg.web.agreements.models import ADD_ONLY
        from veivalg.web.agreements.operations.asking import Counting, follow_correction
        from veivalg.web.agreements.panel import panel
        from veivalg.web.audit import protection
        from veivalg.web.meetings.asked import listen
        from veivalg.web.meetings.beside import stand_beside

        for table in ADD_ONLY:
            protection.protect(table)
        stand_beside("agreements", show=panel, follow=follow_correction)
        listen("agreements", Counting())
