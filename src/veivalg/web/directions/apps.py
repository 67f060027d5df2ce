from django.apps import AppConfig


class DirectionsConfig(AppConfig):
    name = "veivalg.web.directions"
    label = "directions"

    def ready(self) -> None:
        from veivalg.web.directions import beside
        from veivalg.web.directions.counting import keep_counted
        from veivalg.web.directions.operations.asking import let_go
        from veivalg.web.strategy import beside as strategy
        from veivalg.web.survey import beside as survey

        survey.stand_beside("direction", show=beside.places, let_go=let_go, hinders=beside.hinders, count=keep_counted)
        strategy.stand_beside("directions", origin=beside.origin)
