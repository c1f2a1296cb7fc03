"""What LINE tells about a person, and where LINE is."""

from allauth.socialaccount.providers.line.provider import LineProvider as AllauthLineProvider
from allauth.socialaccount.providers.line.views import LineOAuth2Adapter
from django.conf import settings


class LineAdapter(LineOAuth2Adapter):
    """LINE's endpoints; with LINE_LOGIN_BASE_URL (development and tests only) all of them at one place."""

    def __init__(self, request):
        super().__init__(request)
        if base := settings.LINE_LOGIN_BASE_URL:
            self.authorize_url = f"{base}/oauth2/v2.1/authorize"
            self.access_token_url = f"{base}/oauth2/v2.1/token"
            self.profile_url = f"{base}/v2/profile"
            self.id_token_url = f"{base}/oauth2/v2.1/verify"


class LineProvider(AllauthLineProvider):
    """LINE gives a name and an id. The id is never shown, and it becomes nobody's user name."""

    name = "LINE"
    oauth2_adapter_class = LineAdapter

    def extract_common_fields(self, profile):
        """The person's name; LINE tells no e-mail."""
        return {"name": profile.get("displayName") or profile.get("name") or ""}


provider_classes = [LineProvider]
