"""The two listeners: the API that the hub calls, over mutual TLS, and a plain one on loopback for the test alone."""

import json
import re
import ssl
import sys
import traceback
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from credentials import CertifiedKey
from operations import BAD_FORMAT, MISSING_PARAMETER, IssuerOperations, Refusal

BASE_PATH = "/issuer/igwapi/v2.0"
TEST_PATH = "/test/otp/"

UNKNOWN_ISSUER = 113
UNEXPECTED_ERROR = 921

LONGEST_BODY = 64 * 1024
HEADER_PATTERNS = {
    "x-correlation-id": r"[A-Za-z0-9_\-. ]{1,64}",
    "x-issuer-id": r"[A-Za-z0-9_-]{10}",
}

# Called with method, header fields in their order, and the body: parsed if it is JSON, else as text.
Capture = Callable[[str, list[tuple[str, str]], object], None]


class HttpRefusal(Exception):
    """A call that does not get as far as the API's own rules; the connection ends with it."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


class LoopbackServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A peer that hangs up or has no right certificate is no fault of ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            traceback.print_exc()


class JsonHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def send_json(self, status: int, body: dict | None) -> None:
        """An answer; None is an empty body."""
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        if body is not None:
            self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def log_request(self, code="-", size="-"):
        """Nothing is said of calls that worked: the capture file has them."""


def issuer_server(
    port: int, *, operations: IssuerOperations, issuer_id: str, server: CertifiedKey, hub_ca: Path, capture: Capture
) -> LoopbackServer:
    """Serves the API to client certificates under the hub's authority; others do not get through the handshake."""

    class Handler(JsonHandler):
        def do_POST(self):
            try:
                method = self.method()
                body = self.body()
                capture(method, self.headers.items(), parsed_or_text(body))
                self.check_path_and_media_type(method)
                correlation_id = self.checked_headers()
                self.send_json(200, operations.answer(method, json_object(body), correlation_id))
            except Refusal as refusal:
                self.send_json(400, error_res(refusal.response_code, str(refusal)))
            except HttpRefusal as refusal:
                self.send_error(refusal.status, str(refusal))
            except Exception:
                self.close_connection = True
                self.send_json(500, error_res(UNEXPECTED_ERROR, "Unexpected server error"))
                raise

        def method(self) -> str:
            return self.path.removeprefix(BASE_PATH + "/")

        def body(self) -> bytes:
            length = self.headers.get("Content-Length", "")
            if not re.fullmatch(r"[0-9]{1,9}", length):
                raise HttpRefusal(411, "Content-Length is needed")
            if int(length) > LONGEST_BODY:
                raise HttpRefusal(413, "Body over 64 KiB")
            return self.rfile.read(int(length))

        def check_path_and_media_type(self, method: str) -> None:
            if not operations.serves(method):
                raise HttpRefusal(404, "Unknown path")
            if self.headers.get_content_type() != "application/json":
                raise HttpRefusal(415, "Content-Type is not application/json")

        def checked_headers(self) -> str:
            """The correlation id, once both headers are right."""
            sent = {name: self.checked_header(name, pattern) for name, pattern in HEADER_PATTERNS.items()}
            if sent["x-issuer-id"] != issuer_id:
                raise Refusal(UNKNOWN_ISSUER, "Unknown issuer")
            return sent["x-correlation-id"]

        def checked_header(self, name: str, pattern: str) -> str:
            values = self.headers.get_all(name, [])
            if not values:
                raise Refusal(MISSING_PARAMETER, f"Missing parameter: {name}")
            if len(values) > 1 or not re.fullmatch(pattern, values[0]):
                raise Refusal(BAD_FORMAT, f"Bad parameter format: {name}")
            return values[0]

        def send_error(self, code, message=None, explain=None):
            """Whatever http.server refuses by itself, an unknown verb (its 501) among it, in the API's error shape."""
            self.close_connection = True
            self.send_json(405 if code == 501 else code, error_res(BAD_FORMAT, message or "Bad request"))

    listener = LoopbackServer(("127.0.0.1", port), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(server.certificate, server.key)
    context.load_verify_locations(hub_ca)
    context.verify_mode = ssl.CERT_REQUIRED
    # The handshake happens on the connection's own thread, with its first read: a slow peer holds up nobody.
    listener.socket = context.wrap_socket(listener.socket, server_side=True, do_handshake_on_connect=False)
    return listener


def test_server(operations: IssuerOperations) -> LoopbackServer:
    """`GET /test/otp/{correlationId}`: the cardholder's phone, as it were."""

    class Handler(JsonHandler):
        def do_GET(self):
            password = None
            if self.path.startswith(TEST_PATH):
                password = operations.one_time_password(self.path.removeprefix(TEST_PATH))
            if password is None:
                self.send_json(404, {"message": "No one-time password was sent in this session"})
            else:
                self.send_json(200, {"otpValue": password})

    return LoopbackServer(("127.0.0.1", 0), Handler)


def error_res(response_code: int, message: str) -> dict:
    return {"responseCode": response_code, "errorMessage": message}


def json_object(body: bytes) -> dict:
    value = parsed_or_text(body)
    if not isinstance(value, dict):
        raise Refusal(BAD_FORMAT, "The body is not a JSON object")
    return value


def parsed_or_text(body: bytes) -> object:
    try:
        return json.loads(body.decode("utf-8"))
    except ValueError:
        return body.decode("utf-8", "replace")
