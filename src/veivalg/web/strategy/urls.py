"""Addresses of strategies, plans and actions."""

from django.urls import path

from veivalg.web.strategy.views import (
    actions,
    adopting,
    choosing,
    editing,
    importing,
    matching,
    reading,
    rolling,
    yearly,
    yearly_writing,
)

app_name = "strategy"
_PLAN = "r/<slug:slug>/plan"
_YEARLY = "r/<slug:slug>/handlingsplan"
_YEAR = f"{_YEARLY}/<id:year>"
urlpatterns = [
    path(f"{_PLAN}/", reading.plan, name="plan"),
    path(f"{_PLAN}/plan.<slug:kind>", reading.plan_file, name="plan_file"),
    path(f"{_PLAN}/ny/", editing.new_strategy, name="new_strategy"),
    path(f"{_PLAN}/<id:pk>/endre/", editing.change_strategy, name="change_strategy"),
    path(f"{_PLAN}/<id:pk>/mal/nytt/", editing.new_goal, name="new_goal"),
    path(f"{_PLAN}/<id:pk>/mangler/", adopting.completeness, name="completeness"),
    path(f"{_PLAN}/<id:pk>/ansvarlige/", matching.responsible, name="responsible"),
    path(f"{_PLAN}/<id:pk>/vedta/", adopting.adopt, name="adopt"),
    path(f"{_PLAN}/<id:pk>/utgaver/", adopting.editions, name="editions"),
    path(f"{_PLAN}/mal/<id:pk>/", editing.change_goal, name="change_goal"),
    path(f"{_PLAN}/mal/<id:pk>/flytt/", editing.move_goal, name="move_goal"),
    path(f"{_PLAN}/mal/<id:pk>/fjern/", editing.remove_goal, name="remove_goal"),
    path(f"{_PLAN}/mal/<id:pk>/vei/ny/", editing.new_path, name="new_path"),
    path(f"{_PLAN}/vei/<id:pk>/", editing.change_path, name="change_path"),
    path(f"{_PLAN}/vei/<id:pk>/flytt/", editing.move_path, name="move_path"),
    path(f"{_PLAN}/vei/<id:pk>/fjern/", editing.remove_path, name="remove_path"),
    path(f"{_PLAN}/vei/<id:pk>/tiltak/nytt/", actions.new_action, name="new_action"),
    path(f"{_PLAN}/utgave/<id:pk>/", adopting.edition, name="edition"),
    path(f"{_PLAN}/utgave/<id:pk>/utgave.<slug:kind>", adopting.edition_file, name="edition_file"),
    path(f"{_PLAN}/utgave/<id:pk>/endringer/", adopting.edition_difference, name="edition_difference"),
    path(f"{_PLAN}/importer/", importing.new_import, name="new_import"),
    path(f"{_PLAN}/importer/<id:pk>/", importing.draft, name="draft"),
    path(f"{_PLAN}/importer/<id:pk>/tiltak/<id:number>/", importing.draft_action, name="draft_action"),
    path("r/<slug:slug>/tiltak/<id:pk>/", reading.action, name="action"),
    path("r/<slug:slug>/tiltak/<id:pk>/endre/", actions.change_action, name="change_action"),
    path("r/<slug:slug>/tiltak/<id:pk>/flytt/", actions.move_action, name="move_action"),
    path("r/<slug:slug>/tiltak/<id:pk>/fjern/", actions.remove_action, name="remove_action"),
    path(f"{_YEARLY}/", yearly.action_plans, name="action_plans"),
    path(f"{_YEARLY}/ny/", yearly_writing.new_action_plan, name="new_action_plan"),
    path(f"{_YEARLY}/tiltak/<id:pk>/", yearly_writing.change_planned, name="change_planned"),
    path(f"{_YEARLY}/utgave/<id:pk>/", yearly.action_plan_edition, name="action_plan_edition"),
    path(
        f"{_YEARLY}/utgave/<id:pk>/utgave.<slug:kind>", yearly.action_plan_edition_file, name="action_plan_edition_file"
    ),
    path(f"{_YEARLY}/utgave/<id:pk>/endringer/", yearly.action_plan_difference, name="action_plan_difference"),
    path(f"{_YEAR}/", yearly.action_plan, name="action_plan"),
    path(f"{_YEAR}/handlingsplan.<slug:kind>", yearly.action_plan_file, name="action_plan_file"),
    path(f"{_YEAR}/velg/", choosing.choose_actions, name="choose_actions"),
    path(f"{_YEAR}/rullering/", rolling.roll, name="roll"),
    path(f"{_YEAR}/vedta/", yearly_writing.adopt_year, name="adopt_year"),
    path(f"{_YEAR}/rett/", yearly_writing.open_year, name="open_year"),
    path(f"{_YEAR}/kast/", yearly_writing.remove_year, name="remove_year"),
]
