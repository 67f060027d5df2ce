from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "veivalg.web.strategy"
    label = "strategy"
