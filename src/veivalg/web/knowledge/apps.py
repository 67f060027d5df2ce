from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "veivalg.web.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        from veivalg.web.knowledge import history_words

        history_words.register()
