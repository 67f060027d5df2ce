"""Addresses of own indicators and editions, under a council's knowledge page."""

from django.urls import path

from veivalg.web.knowledge.own import edition_views, indicator_views, reads

_EGNE, _UTGAVER = "r/<slug:slug>/kunnskap/egne/", "r/<slug:slug>/kunnskap/utgaver/"
urlpatterns = [
    path(_EGNE, reads.indicators, name="own_indicators"),
    path(f"{_EGNE}ny/", indicator_views.make, name="new_own_indicator"),
    path(f"{_EGNE}<slug:word>/", reads.indicator, name="own_indicator"),
    path(f"{_EGNE}<slug:word>/<slug:panel>.<slug:kind>", reads.indicator_file, name="own_indicator_file"),
    path(f"{_EGNE}<slug:word>/endre/", indicator_views.change, name="change_own_indicator"),
    path(f"{_EGNE}<slug:word>/verdier/", indicator_views.values, name="own_values"),
    path(f"{_EGNE}<slug:word>/publiser/", indicator_views.publish, name="publish_own_indicator"),
    path(f"{_EGNE}<slug:word>/arkiver/", indicator_views.archive, name="archive_own_indicator"),
    path(_UTGAVER, reads.editions, name="own_editions"),
    path(f"{_UTGAVER}ny/", edition_views.make, name="new_own_edition"),
    path(f"{_UTGAVER}<slug:word>/", reads.edition, name="own_edition"),
    path(f"{_UTGAVER}<slug:word>/endre/", edition_views.change, name="change_own_edition"),
    path(f"{_UTGAVER}<slug:word>/publiser/", edition_views.publish, name="publish_own_edition"),
]
