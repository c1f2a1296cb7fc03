"""What requests for help hold about a person: read, and taken out with the name."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from households.models import Household
from lib import appendonly
from tests import factories
from tests.welfare.requests_builders import ask
from welfare import aid_requests, own_aid
from welfare.models import Paper


def test_a_person_reads_own_requests_and_those_sent_for_others(community, buyer):
    home = Household.objects.of_member(buyer).get()
    mine = ask(community, user=buyer, household=home, person=buyer.person)
    sent = ask(community, user=buyer)
    ask(community, user=factories.user())
    codes = [[row.code for row in part.rows] for part in own_aid.collect(buyer.person)]
    assert codes == [[mine.code], [sent.code]]


def test_removing_a_name_takes_name_words_phone_and_photos_out(community, buyer):
    home = Household.objects.of_member(buyer).get()
    mine = ask(community, user=buyer, household=home, person=buyer.person, for_whom=buyer.name)
    sent = ask(community, user=buyer, for_whom="ลุงคำ")
    other = ask(community)
    for request in (mine, other):
        aid_requests.add_papers(request=request, paths=["private/papers/x.webp"], user=None)
    with appendonly.lifted("welfare_paper"):
        own_aid.erase(buyer.person)
    for request in (mine, sent, other):
        request.refresh_from_db()
    assert (mine.for_whom, mine.words, mine.phone) == ("", "", "")
    assert (sent.for_whom, sent.words, sent.phone) == ("ลุงคำ", "", "")
    assert (other.words, other.phone) == ("ช่วยด้วย", "0812345678")
    assert [paper.path for paper in Paper.objects.order_by("id")] == ["", "private/papers/x.webp"]


def test_the_photos_themselves_go_too(
    community, buyer, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    home = Household.objects.of_member(buyer).get()
    mine, other = ask(community, user=buyer, household=home, person=buyer.person), ask(community)
    for request in (mine, other):
        path = default_storage.save(f"private/papers/{request.code}.webp", ContentFile(b"photo"))
        aid_requests.add_papers(request=request, paths=[path], user=None)
    with appendonly.lifted("welfare_paper"), django_capture_on_commit_callbacks(execute=True):
        own_aid.erase(buyer.person)
    assert [path.stem for path in tmp_path.rglob("*.webp")] == [other.code]
