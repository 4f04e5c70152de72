from django.urls import path

from cycles.proposals.pages import board, deciding, following, listing, page

urlpatterns = [
    path("", board.proposals, name="proposals"),
    path("lijst/", listing.proposals_list, name="proposals-list"),
    path("lijst/afdrukken/", listing.proposals_print, name="proposals-print"),
    path("<int:pk>/", page.proposal, name="proposal"),
    path("<int:pk>/afdrukken/", page.proposal_print, name="proposal-print"),
    path("<int:pk>/besluit/", deciding.decide, name="proposal-decide"),
    path("<int:pk>/volgen/", following.follow, name="proposal-follow"),
    path("<int:pk>/niet-volgen/", following.unfollow, name="proposal-unfollow"),
]
