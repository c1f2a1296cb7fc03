"""Going to LINE and coming back."""

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView

from households.line_login.provider import LineAdapter

oauth2_login = OAuth2LoginView.adapter_view(LineAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(LineAdapter)
