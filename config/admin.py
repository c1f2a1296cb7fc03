"""The committee's office: Django's admin, entered through the same door as the rest of the site."""

from django.contrib import auth
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.waiting import waiting
from households.desks import desk_of

# The registers as the committee thinks of them, whatever room of the house they live in.
GROUPS = [
    ("waiting", _("Work that waits"), ["households.membership", "welfare.sharepayment"]),
    (
        "people",
        _("People and homes"),
        [
            "households.household",
            "households.person",
            "households.user",
            "households.role",
            "households.entrycode",
        ],
    ),
    ("market", _("Market"), ["market.shop", "market.listing", "market.order"]),
    (
        "fund",
        _("Fund"),
        [
            "welfare.fund",
            "welfare.account",
            "welfare.transfer",
            "welfare.countersign",
            "welfare.period",
            "welfare.periodact",
            "welfare.slip",
            "welfare.bankstatement",
            "welfare.bankline",
            "welfare.bankmatch",
            "welfare.cashcount",
            "welfare.receipt",
            "welfare.receiptcancellation",
        ],
    ),
    (
        "money_in",
        _("Money that comes in"),
        [
            "welfare.contribution",
            "welfare.fundmember",
            "welfare.contributionrule",
            "welfare.handover",
            "welfare.donation",
            "welfare.campaign",
            "welfare.campaignupdate",
            "welfare.matchingsource",
            "welfare.matchingpledge",
            "welfare.matchingarrival",
            "welfare.sharereminder",
        ],
    ),
    (
        "help",
        _("Help from the fund"),
        [
            "welfare.aidrequest",
            "welfare.aiddecision",
            "welfare.conflictofinterest",
            "welfare.emergencyorder",
            "welfare.appeal",
            "welfare.payout",
            "welfare.benefitrules",
        ],
    ),
    (
        "goods",
        _("Goods and purchases"),
        [
            "welfare.store",
            "welfare.goodskind",
            "welfare.lot",
            "welfare.lotmove",
            "welfare.purchase",
            "welfare.quote",
        ],
    ),
    ("audit", _("The auditor's work"), ["welfare.auditsample", "welfare.finding"]),
    (
        "reports",
        _("Before and after"),
        [
            "households.incomerecord",
            "households.programme",
            "households.participation",
            "households.round",
            "households.roundask",
            "households.verificationsample",
            "households.verification",
            "households.pricetable",
            "households.reportedition",
        ],
    ),
    ("rules", _("Rules and records"), ["households.agreementversion", "auditlog.logentry"]),
    (
        "settings",
        _("Settings"),
        [
            "households.community",
            "market.category",
            "market.unit",
            "households.municipality",
            "households.network",
            "django_tasks_database.dbtaskresult",
        ],
    ),
]


class SirisukAdminSite(AdminSite):
    """The admin, whose login is the site's own so that the same limits hold."""

    site_header = _("Sirisuk – the committee's office")
    site_title = _("Committee's office")
    index_title = _("What waits for you")
    site_url = "/"

    def login(self, request, extra_context=None):
        """Send to the one door; somebody who is in already but may not enter goes home."""
        if request.user.is_authenticated:
            return HttpResponseRedirect("/")
        return redirect_to_login(request.GET.get("next", reverse("admin:index")), reverse("account_login"))

    def logout(self, request, extra_context=None):
        """Out of the whole site; whoever comes by a link is asked first."""
        if request.method != "POST":
            return HttpResponseRedirect(reverse("account_logout"))
        auth.logout(request)
        return HttpResponseRedirect("/")

    def password_change(self, request, extra_context=None):
        """Passwords are changed on one's own account."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def password_change_done(self, request, extra_context=None):
        """The same."""
        return self.password_change(request)

    def has_permission(self, request):
        """Whoever holds a role of the office, and the technician."""
        return desk_of(request).is_open

    def index(self, request, extra_context=None):
        """First what waits for a decision, then the registers."""
        return super().index(request, {"waiting": waiting(request), **(extra_context or {})})

    def app_index(self, request, app_label, extra_context=None):
        """The registers stand together on one page."""
        return HttpResponseRedirect(reverse("admin:index"))

    def get_app_list(self, request, app_label=None):
        """The registers that this person sees, in the groups of the committee's work."""
        registers = {}
        for label, room in self._build_app_dict(request).items():
            for register in room["models"]:
                registers[f"{label}.{register['object_name'].lower()}"] = register
        groups = [
            (name, title, [registers.pop(key) for key in keys if key in registers])
            for name, title, keys in GROUPS
        ]
        groups.append(("other", _("Other"), list(registers.values())))
        return [
            {
                "name": title,
                "app_label": name,
                "app_url": f"{reverse('admin:index')}#group-{name}",
                "has_module_perms": True,
                "models": found,
            }
            for name, title, found in groups
            if found
        ]
