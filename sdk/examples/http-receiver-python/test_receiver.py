"""python3 -m unittest"""

import base64
import hashlib
import hmac
import json
import unittest

from receiver import Receiver, is_authentic

KEY = "whsec_" + base64.b64encode(b"0" * 32).decode()
OTHER_KEY = "whsec_" + base64.b64encode(b"1" * 32).decode()
NOW = 1_767_323_045
BODY = json.dumps({"type": "message.received", "data": {}}).encode()


def signed(body=BODY, webhook_id="one", timestamp=NOW, keys=(KEY,)):
    signatures = []
    for key in keys:
        content = f"{webhook_id}.{timestamp}.".encode() + body
        digest = hmac.new(base64.b64decode(key[6:]), content, hashlib.sha256).digest()
        signatures.append("v1," + base64.b64encode(digest).decode())
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


class Signatures(unittest.TestCase):
    def test_accepts_the_example_of_standard_webhooks(self):
        # From the specification, "Signature scheme", version 1.0.
        headers = {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        }
        key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        self.assertTrue(is_authentic(key, headers, b'{"test": 2432232314}', 1614265330))

    def test_accepts_one_of_two_keys(self):
        headers = signed(keys=(OTHER_KEY, KEY))
        self.assertTrue(is_authentic(KEY, headers, BODY, NOW))
        self.assertTrue(is_authentic(OTHER_KEY, headers, BODY, NOW))

    def test_refuses_what_was_changed(self):
        self.assertFalse(is_authentic(OTHER_KEY, signed(), BODY, NOW))
        self.assertFalse(is_authentic(KEY, signed(), BODY + b" ", NOW))
        self.assertFalse(is_authentic(KEY, {**signed(), "webhook-id": "two"}, BODY, NOW))
        self.assertFalse(is_authentic(KEY, {}, BODY, NOW))

    def test_refuses_an_old_request(self):
        self.assertTrue(is_authentic(KEY, signed(), BODY, NOW + 300))
        self.assertFalse(is_authentic(KEY, signed(), BODY, NOW + 301))


class Handling(unittest.TestCase):
    def test_handles_an_event_once(self):
        handled = []
        receiver = Receiver(KEY, handled.append)
        self.assertEqual(receiver.receive(signed(), BODY, NOW), 204)
        self.assertEqual(receiver.receive(signed(), BODY, NOW), 204)
        self.assertEqual(len(handled), 1)
        self.assertEqual(receiver.receive({}, BODY, NOW), 401)

    def test_an_event_that_could_not_be_handled_comes_again(self):
        attempts = []

        def fail_once(event):
            attempts.append(event)
            if len(attempts) == 1:
                raise OSError("the database is down")

        receiver = Receiver(KEY, fail_once)
        with self.assertRaises(OSError):
            receiver.receive(signed(), BODY, NOW)
        self.assertEqual(receiver.receive(signed(), BODY, NOW), 204)
        self.assertEqual(len(attempts), 2)


if __name__ == "__main__":
    unittest.main()
