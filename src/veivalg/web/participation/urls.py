"""Addresses of participation rounds and of what is sent in to them."""

from django.urls import path

from veivalg.web.participation.views import answering, moderating, preparing, reading, sending

app_name = "participation"
_ROUNDS = "r/<slug:slug>/medvirkning"
urlpatterns = [
    path(f"{_ROUNDS}/", reading.rounds, name="rounds"),
    path(f"{_ROUNDS}/ny/", preparing.new_round, name="new_round"),
    path(f"{_ROUNDS}/<id:pk>/", reading.round, name="round"),
    path(f"{_ROUNDS}/<id:pk>/innspill/", reading.submissions, name="submissions"),
    path(f"{_ROUNDS}/<id:pk>/innspill.<slug:kind>", reading.submissions_file, name="submissions_file"),
    path(f"{_ROUNDS}/<id:pk>/oppsummering/", reading.summary, name="summary"),
    path(f"{_ROUNDS}/<id:pk>/gi-innspill/", sending.submit, name="submit"),
    path(f"{_ROUNDS}/<id:pk>/endre/", preparing.change_round, name="change_round"),
    path(f"{_ROUNDS}/<id:pk>/apne/", preparing.open_round, name="open_round"),
    path(f"{_ROUNDS}/<id:pk>/frist/", preparing.extend_round, name="extend_round"),
    path(f"{_ROUNDS}/<id:pk>/les/", moderating.unread, name="unread"),
    path(f"{_ROUNDS}/<id:pk>/registrer/", moderating.register, name="register"),
    path(f"{_ROUNDS}/<id:pk>/alle-innspill.<slug:kind>", moderating.everything_file, name="everything_file"),
    path(f"{_ROUNDS}/<id:pk>/svar/", answering.answers, name="answers"),
    path(f"{_ROUNDS}/innspill/<id:pk>/", moderating.moderate, name="moderate"),
    path(f"{_ROUNDS}/innspill/<id:pk>/slett/", moderating.erase, name="erase"),
    path(f"{_ROUNDS}/innspill/<id:pk>/svar/", answering.change_answer, name="change_answer"),
    path("r/<slug:slug>/innspill/<str:key>/", sending.receipt, name="receipt"),
]
