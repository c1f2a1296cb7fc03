from django.core import mail
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Notice


def test_a_notice_waits_for_the_worker(buyer, work):
    notices.send(to=buyer, text=_("member"), url="/inbox/")
    assert not Notice.objects.exists()
    assert work() == 1
    assert Notice.objects.get().url == "/inbox/"


def test_a_notice_goes_to_the_e_mail_only_of_those_who_want_it(buyer, work):
    buyer.wants_email = False
    buyer.save()
    notices.send(to=buyer, text=_("member"))
    work()
    assert mail.outbox == []
