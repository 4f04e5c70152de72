from django.urls import path

from cycles.proposals.writing import doing, heirs, people, sharing, views

urlpatterns = [
    path("nieuw/", views.new, name="proposal-new"),
    path("bewaren/", views.autosave, name="proposal-autosave"),
    path("lijkt-op/", views.look, name="proposal-similar"),
    path("<int:pk>/schrijven/", views.write, name="proposal-write"),
    path("<int:pk>/naam/", doing.naming, name="proposal-name"),
    path("<int:pk>/indienen/", doing.submit, name="proposal-submit"),
    path("<int:pk>/intrekken/", doing.withdraw, name="proposal-withdraw"),
    path("<int:pk>/weggooien/", doing.delete, name="proposal-delete"),
    path("<int:pk>/bewering/<slug:key>/terug/", doing.claim_back, name="proposal-claim-back"),
    path("<int:pk>/overdragen/", heirs.hand_over, name="proposal-hand-over"),
    path("<int:pk>/overnemen/", heirs.take_over, name="proposal-take-over"),
    path("<int:pk>/overnemen/nee/", heirs.refuse, name="proposal-heir-refuse"),
    path("overnemen/<int:pk>/terug/", heirs.take_back, name="proposal-heir-take-back"),
    path("<int:pk>/meenemen/", doing.take_along, name="proposal-take-along"),
    path("<int:pk>/delen/", sharing.share, name="proposal-share"),
    path("delen/<int:pk>/terug/", sharing.share_take_back, name="proposal-share-take-back"),
    path("<int:pk>/mede-indieners/", people.invite, name="proposal-coauthor-invite"),
    path("<int:pk>/meedoen/", people.join, name="proposal-join"),
    path("<int:pk>/meedoen/ja/", people.accept, name="proposal-coauthor-accept"),
    path("<int:pk>/meedoen/nee/", people.refuse, name="proposal-coauthor-refuse"),
    path("<int:pk>/meedoen/stoppen/", people.leave, name="proposal-coauthor-leave"),
    path("mede-indieners/<int:pk>/ja/", people.admit, name="proposal-coauthor-admit"),
    path("mede-indieners/<int:pk>/nee/", people.turn_down, name="proposal-coauthor-turn-down"),
]
