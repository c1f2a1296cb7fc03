from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketConfig(AppConfig):
    name = "market"
    verbose_name = _("Market")

    def ready(self):
        """Say what this room holds about people and what it throws away. Models can be imported only from here on."""
        from households import personal_data, retention  # noqa: PLC0415
        from market import own_data, picture_files, share_documents, shops  # noqa: PLC0415
        from welfare import documents, share_debts  # noqa: PLC0415

        personal_data.register("market", own_data.collect, own_data.erase, own_data.obstacles)
        retention.register(_("pictures that nothing shows"), picture_files.delete_orphans)
        share_debts.register_people(shops.share_payers)
        documents.register("order", share_documents.amounts, share_documents.entered)
