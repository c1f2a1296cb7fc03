from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WelfareConfig(AppConfig):
    name = "welfare"
    verbose_name = _("Welfare")

    def ready(self):
        """Say what this room holds about people, what it throws away, and what takes two people.

        Models can be imported only from here on.
        """
        from households import office, personal_data, retention  # noqa: PLC0415
        from welfare import (  # noqa: PLC0415
            acts_of_two,
            donations,
            fund_documents,
            office_links,
            own_aid,
            own_data,
            own_payouts,
            papers,
        )

        personal_data.register("fund", own_data.collect, own_data.erase)
        personal_data.register("aid", own_aid.collect, own_aid.erase)
        personal_data.register("payouts", own_payouts.collect, own_payouts.erase)
        retention.register(_("pictures of slips that were never shown"), own_data.delete_orphans)
        retention.register(_("pictures that belong to nothing"), papers.delete_orphans)
        retention.register(_("Gifts that were promised and never sent"), donations.forget_promises)
        acts_of_two.register_all()
        fund_documents.register_all()
        office.LINKS.extend(office_links.FUND_LINKS)
