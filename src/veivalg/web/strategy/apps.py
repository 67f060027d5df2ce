from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "veivalg.web.strategy"
    label = "strategy"

    def ready(self) -> None:
        from veivalg.web.audit import protection
        from veivalg.web.strategy.models import ADD_ONLY, YEARLY_ADD_ONLY

        protection.protect(ADD_ONLY)
        protection.protect(YEARLY_ADD_ONLY)
