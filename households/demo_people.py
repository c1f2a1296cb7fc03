"""The invented people of the demo who can be entered with one press. The demo gives their accounts these codes."""

from django.utils.translation import gettext_lazy as _

# key → (the account's code, who that is, what to look at first)
PEOPLE = {
    "buyer": ("demo-buyer", _("A buyer"), _("Buys from two shops and pays.")),
    "seller": ("demo-seller", _("A seller"), _("Accepts, packs and hands over.")),
    "representative": ("demo-repr", _("A household's representative"), _("Looks after members and income.")),
    "committee": (
        "demo-commit",
        _("A committee member"),
        _("Decides on help, verifies shops, keeps the register."),
    ),
    "chair": ("demo-chair", _("The chair"), _("Decides and publishes rules.")),
    "treasurer": ("demo-treasur", _("The treasurer"), _("Counts, pays out, keeps the fund's bank account.")),
    "auditor": ("demo-auditor", _("The auditor"), _("Checks the books, visits whom the fund has paid.")),
    "officer": ("demo-officer", _("A municipal officer"), _("Reads reports over communities.")),
    "rider": ("demo-rider", _("A rider"), _("Brings orders home.")),
    "volunteer": ("demo-helper", _("A volunteer"), _("Collects for the fund, asks for help for others.")),
}
