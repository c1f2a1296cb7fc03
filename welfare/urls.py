"""Addresses of the fund and of help."""

app_name = "welfare"
urlpatterns = []
