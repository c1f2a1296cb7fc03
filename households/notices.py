"""Telling people something: one line and one link each, in their own language."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django_tasks import task

from households.models import Notice, User


def send(*, to: User, text, url: str = "") -> None:
    """Tell a person something once the present transaction is committed.

    `text` is a lazy translation (`gettext_lazy` or `format_lazy`), so that each reader gets their own
    language; `url` is a path on this site. The task is a row of the same transaction: it is there
    exactly when the action is.
    """
    with translation.override(to.language):
        deliver.enqueue(user_id=to.pk, text=str(text)[:300], url=url)


@task()
def deliver(user_id: int, text: str, url: str) -> None:
    """Put the line into the person's inbox, and into their e-mail if they want it there."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    Notice.objects.create(user=user, text=text, url=url)
    if user.email and user.wants_email:
        send_mail(text, f"{text}\n\n{settings.SITE_URL}{url}", settings.DEFAULT_FROM_EMAIL, [user.email])


def mark_read(*, notice: Notice) -> None:
    """Remember when the person opened it; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())


def mark_all_read(*, user: User) -> None:
    """Everything in the inbox has been seen."""
    Notice.objects.visible_to(user).unread().update(read_at=timezone.now())
