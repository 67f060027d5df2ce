from django.apps import AppConfig


class SurveyConfig(AppConfig):
    name = "veivalg.web.survey"
    label = "survey"
