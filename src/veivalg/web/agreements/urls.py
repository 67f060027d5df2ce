"""Addresses of the cooperation agreement."""

from django.urls import path

from veivalg.web.agreements.views import answering, changing, costs, draft, editing, editions, reading

app_name = "agreements"
_HERE = "r/<slug:slug>/avtale"
urlpatterns = [
    path(f"{_HERE}/", reading.agreement, name="agreement"),
    path(f"{_HERE}/avtale.<slug:kind>", reading.agreement_file, name="agreement_file"),
    path(f"{_HERE}/arbeidstekst/", draft.draft, name="draft"),
    path(f"{_HERE}/arbeidstekst/avtale.<slug:kind>", draft.draft_file, name="draft_file"),
    path(f"{_HERE}/andeler/", reading.shares, name="shares"),
    path(f"{_HERE}/deltakelse/", reading.membership, name="membership"),
    path(f"{_HERE}/kostnader/", costs.costs, name="costs"),
    path(f"{_HERE}/kostnader/kostnader.<slug:kind>", costs.costs_file, name="costs_file"),
    path(f"{_HERE}/kostnader/budsjett/<int:year>/", costs.budget, name="budget"),
    path(f"{_HERE}/begynn/", editing.begin, name="begin"),
    path(f"{_HERE}/regler/", editing.rules, name="rules"),
    path(f"{_HERE}/andeler/skriv/", editing.write_shares, name="write_shares"),
    path(f"{_HERE}/punkt/nytt/", editing.new_clause, name="new_clause"),
    path(f"{_HERE}/punkt/<id:pk>/", editing.change_clause, name="change_clause"),
    path(f"{_HERE}/punkt/<id:pk>/flytt/", editing.move_clause, name="move_clause"),
    path(f"{_HERE}/punkt/<id:pk>/fjern/", editing.remove_clause, name="remove_clause"),
    path(f"{_HERE}/send/", changing.send, name="send"),
    path(f"{_HERE}/endringer/", changing.changes, name="changes"),
    path(f"{_HERE}/endring/<id:pk>/", changing.change, name="change"),
    path(f"{_HERE}/endring/<id:pk>/avtale.<slug:kind>", changing.change_file, name="change_file"),
    path(f"{_HERE}/endring/<id:pk>/svar/", answering.register_consent, name="register_consent"),
    path(f"{_HERE}/endring/<id:pk>/votering/", answering.register_vote, name="register_vote"),
    path(f"{_HERE}/endring/<id:pk>/trekk/", changing.withdraw, name="withdraw"),
    path(f"{_HERE}/endring/<id:pk>/i-kraft/", changing.put_in_force, name="put_in_force"),
    path(f"{_HERE}/svar/<id:pk>/rett/", answering.correct_consent, name="correct_consent"),
    path(f"{_HERE}/utgaver/", editions.editions, name="editions"),
    path(f"{_HERE}/utgave/<id:pk>/", editions.edition, name="edition"),
    path(f"{_HERE}/utgave/<id:pk>/avtale.<slug:kind>", editions.edition_file, name="edition_file"),
    path(f"{_HERE}/utgave/<id:pk>/endringer/", editions.edition_difference, name="edition_difference"),
]
