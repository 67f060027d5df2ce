from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "veivalg.web.audit"
    label = "audit"
