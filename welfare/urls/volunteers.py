"""Addresses of volunteers, what they can do, and who looks after them."""

urlpatterns = []
