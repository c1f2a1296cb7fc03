from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = _("Households")

    def ready(self):
        """Say what this room holds about people. Models can be imported only from here on."""
        from households import own_data, own_erasure, personal_data  # noqa: PLC0415

        personal_data.register("register", own_data.collect, own_erasure.erase, own_erasure.obstacles)
        personal_data.register("incomes", own_data.collect_incomes, own_data.keep_incomes)
