from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "veivalg.web.knowledge"
    label = "knowledge"
