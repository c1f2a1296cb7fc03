"""Addresses of the register: people, households as a whole, needs for help, and the committee's look at them."""

from django.urls import path

from households.views import checks, people, register, situations

urlpatterns = [
    path("household/members/<int:pk>/", people.show, name="person"),
    path("household/members/<int:pk>/edit/", people.edit, name="person_edit"),
    path("household/members/<int:pk>/end/", people.end, name="person_end"),
    path("household/members/<int:pk>/back/", people.back, name="person_back"),
    path("household/members/<int:pk>/deputy/", people.deputy, name="member_deputy"),
    path("household/members/<int:pk>/deputy/end/", people.deputy_end, name="member_deputy_end"),
    path("household/members/<int:pk>/needs/add/", situations.add, name="need_add"),
    path("household/members/<int:pk>/needs/<int:situation>/end/", situations.end, name="need_end"),
    path("household/members/<int:pk>/needs/withdraw/", situations.withdraw, name="need_withdraw"),
    path("household/<str:code>/add/", people.add, name="member_add"),
    path("household/<str:code>/edit/", register.edit, name="household_edit"),
    path("household/<str:code>/status/", register.status, name="household_status"),
    path("household/<str:code>/split/", register.split, name="household_split"),
    path("household/<str:code>/split/undo/", register.split_undo, name="household_split_undo"),
    path("household/<str:code>/history/", register.history, name="household_history"),
    path("household/<str:code>/card/", register.card, name="household_card"),
    path("office/<str:community>/checks/", checks.index, name="checks"),
    path("office/<str:community>/checks/<int:pk>/accept/", checks.accept, name="check_accept"),
    path("office/<str:community>/checks/<int:pk>/take-back/", checks.take_back, name="check_take_back"),
    path("office/<str:community>/people/", checks.people, name="people"),
]
