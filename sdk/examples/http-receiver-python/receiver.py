"""Accepts what an HTTP subscription posts, with Python's standard library only, and prints it.

SIGNING_KEY=$(npx tributary http secret) python3 receiver.py
"""

import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# How old a signature may be, in seconds: an old request that somebody has recorded is refused.
TOLERANCE = 5 * 60


def is_authentic(signing_key, headers, body, now):
    """Whether one of the signatures is of these bytes, by https://www.standardwebhooks.com.

    `headers` has lower-case names, `body` is bytes, and `now` is in seconds.
    """
    webhook_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not timestamp.isdecimal() or abs(now - int(timestamp)) > TOLERANCE:
        return False
    key = base64.b64decode(signing_key.removeprefix("whsec_"))
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    # During a rotation there are two signatures.
    given = headers.get("webhook-signature", "").encode().split()
    return any(hmac.compare_digest(expected, each) for each in given)


class Receiver:
    """Handles each event once."""

    def __init__(self, signing_key, handle):
        self.signing_key = signing_key
        self.handle = handle
        # A unique key in your database, in a receiver of more than one process.
        self.handled = set()

    def receive(self, headers, body, now):
        """The status of the response to a request. If `handle` raises, the event comes again."""
        if not is_authentic(self.signing_key, headers, body, now):
            return 401
        webhook_id = headers["webhook-id"]
        if webhook_id not in self.handled:
            self.handle(json.loads(body))
            self.handled.add(webhook_id)
        return 204


def print_event(event):
    """A test, or a type that this program does not know, is accepted too."""
    message = event["data"].get("data", {}).get("message", {})
    print(event["type"], message.get("content", {}).get("text", ""), flush=True)


def serve(receiver, port):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                status = receiver.receive(headers, body, time.time())
            except Exception as error:  # pylint: disable=broad-except
                print(repr(error), flush=True)
                status = 500
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            """A line for each request says less than the events."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    print(f"a receiver on port {port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    try:
        serve(
            Receiver(os.environ["SIGNING_KEY"], print_event),
            int(os.environ.get("RECEIVER_PORT", "3000")),
        )
    except KeyboardInterrupt:
        pass
