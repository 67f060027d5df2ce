from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "veivalg.web.agreements"
    label = "agreements"

    def ready(self) -> None:
        from veivalg.web.agreements.models import ADD_ONLY
        from veivalg.web.audit import protection

        for table in ADD_ONLY:
            protection.protect(table)
