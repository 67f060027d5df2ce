"""Addresses of the links that let someone say how an action is going without signing in."""

from django.urls import path

from veivalg.web.reminders.views import answering, sending

app_name = "reminders"
_LINK = "oppdater/<id:digest>/<id:pk>"
_PAGE = "r/<slug:slug>/oppfolging/paminnelser"
urlpatterns = [
    path("oppdater/ny/", answering.send_anew, name="send_anew"),
    path("oppdater/<str:key>/", answering.open_link, name="open_link"),
    path("oppdater/tiltak/<id:pk>/", answering.own_answer, name="own_answer"),
    path(f"{_LINK}/", answering.answer, name="answer"),
    path(f"{_LINK}/takk/", answering.receipt, name="receipt"),
    path(f"{_LINK}/andre/", answering.refer_on, name="refer_on"),
    path(f"{_PAGE}/", sending.overview, name="overview"),
    path(f"{_PAGE}/send/", sending.send, name="send"),
    path(f"{_PAGE}/henvisning/<id:pk>/", sending.settle, name="settle"),
    path("r/<slug:slug>/tiltak/<id:pk>/spor/", sending.ask, name="ask"),
]
