"""Addresses of choices of direction (retning)."""

from django.urls import path

from veivalg.web.directions.views import deciding, preparing, reading

app_name = "directions"
urlpatterns = [
    path("r/<slug:slug>/retning/", reading.choices, name="choices"),
    path("r/<slug:slug>/retning/ny/", preparing.make, name="make"),
    path("r/<slug:slug>/retning/<id:pk>/", reading.choice, name="choice"),
    path("r/<slug:slug>/retning/<id:pk>/endre/", preparing.change, name="change"),
    path("r/<slug:slug>/retning/<id:pk>/steg/<slug:step>/", preparing.begin_step, name="begin_step"),
    path("r/<slug:slug>/retning/<id:pk>/resultat.<slug:kind>", reading.result_file, name="result_file"),
    path("r/<slug:slug>/retning/<id:pk>/port/", deciding.gate, name="gate"),
    path("r/<slug:slug>/retning/<id:pk>/vedtak/", deciding.decide, name="decide"),
    path("r/<slug:slug>/retning/<id:pk>/strategi/", deciding.begin_strategy, name="begin_strategy"),
    path("r/<slug:slug>/retning/<id:pk>/strategi/knytt/", deciding.tie_strategy, name="tie_strategy"),
]
