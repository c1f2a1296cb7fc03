"""Plays LINE's endpoints on this machine: authorize, token, profile and verify, with PKCE checked as LINE does."""

import base64
import hashlib
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

CHANNEL_ID, CHANNEL_SECRET = "1234567890", "a-secret-for-tests"


class LineStandIn:
    """A small LINE. `person` is who consents next; `refuses` makes that person press "cancel"."""

    def __init__(self):
        self.person = {
            "userId": "U4af4980629aabbccddeeff0011223344",
            "displayName": "ยายบุญ 🌼",
            "pictureUrl": "",
        }
        self.refuses = False
        self.codes: dict[str, dict] = {}
        self.tokens: dict[str, dict] = {}
        self.authorize_queries: list[dict] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.base_url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, query: dict) -> tuple[int, str]:
        """The consent page: at once back to the site, with a code or with the person's refusal."""
        self.authorize_queries.append(query)
        wrong = query.get("client_id") != CHANNEL_ID or query.get("response_type") != "code"
        if wrong or not query.get("scope") or not query.get("state"):
            return 400, "bad request"
        if self.refuses:
            answer = {
                "error": "access_denied",
                "error_description": "The user denied.",
                "state": query["state"],
            }
        else:
            code = secrets.token_urlsafe(8)
            self.codes[code] = query | {"person": self.person}
            answer = {"code": code, "state": query["state"]}
        return 302, f"{query['redirect_uri']}?{urlencode(answer)}"

    def token(self, form: dict) -> tuple[int, dict]:
        """An access token for a code, once, to whoever knows the secret and the code verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or form.get("client_secret") != CHANNEL_SECRET
            or form.get("redirect_uri") != asked["redirect_uri"]
            or challenge != asked.get("code_challenge")
        ):
            return 400, {"error": "invalid_grant"}
        access = secrets.token_urlsafe(16)
        self.tokens[access] = asked["person"]
        return 200, {
            "access_token": access,
            "expires_in": 2592000,
            "id_token": "unused",
            "refresh_token": "again",
            "scope": asked["scope"],
            "token_type": "Bearer",
        }

    def _handler(self):
        line = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def answer(self, status, body, **headers):
                content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(content)

            def do_GET(self):
                parts = urlsplit(self.path)
                if parts.path == "/oauth2/v2.1/authorize":
                    status, where = line.authorize({k: v[0] for k, v in parse_qs(parts.query).items()})
                    self.answer(status, "", **({"Location": where} if status == 302 else {}))
                elif parts.path == "/v2/profile":
                    person = line.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
                    self.answer(200 if person else 401, person or {"message": "invalid token"})
                else:
                    self.answer(404, {})

            def do_POST(self):
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                form = {name: values[0] for name, values in form.items()}
                if self.path == "/oauth2/v2.1/token":
                    self.answer(*line.token(form))
                elif self.path == "/oauth2/v2.1/verify":
                    self.answer(200, {"sub": line.person["userId"], "name": line.person["displayName"]})
                else:
                    self.answer(404, {})

        return Handler
