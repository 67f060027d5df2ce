"""Addresses of rounds. No code ever stands in one: it comes in a form, or after the ``#`` that browsers keep."""

from django.urls import path

from veivalg.web.survey.views import answering, managing, running, texts

app_name = "survey"
urlpatterns = [
    path("kode/", answering.enter_code, name="code"),
    path("svar/", answering.answer, name="answer"),
    path("svar/takk/<id:pk>/", answering.receipt, name="receipt"),
    path("r/<slug:slug>/runder/", managing.rounds, name="rounds"),
    path("r/<slug:slug>/runder/<id:pk>/", running.round_page, name="round"),
    path("r/<slug:slug>/runder/<id:pk>/frist/", managing.deadline, name="deadline"),
    path("r/<slug:slug>/runder/<id:pk>/fjern/", managing.remove, name="remove"),
    path("r/<slug:slug>/runder/<id:pk>/tekster/", texts.read_texts, name="texts"),
    path("r/<slug:slug>/runder/<id:pk>/apne/", running.open_round, name="open"),
    path("r/<slug:slug>/runder/<id:pk>/lapper/", running.slips, name="slips"),
    path("r/<slug:slug>/runder/<id:pk>/lenker/", running.links, name="links"),
    path("r/<slug:slug>/runder/<id:pk>/papir/", running.paper, name="paper"),
    path("r/<slug:slug>/runder/<id:pk>/skjerm/", running.screen, name="screen"),
    path("r/<slug:slug>/runder/<id:pk>/lukk/", running.close, name="close"),
]
