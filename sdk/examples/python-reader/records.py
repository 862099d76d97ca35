"""What the items of the table mean. No boto3 here: this can be tested without AWS."""

import json
import re

# How far a message got. Statuses come twice and in any order, so the furthest counts.
_REACH = {"created": 0, "sent": 1, "failed": 2, "delivered": 3, "read": 4, "played": 5}

_REPEAT = re.compile(r"^(providerEvent|conflict)#")

# The record with the key at the end, as a later version of the gateway read it.
_REPLAY = re.compile(r"^replay#([^#]*)#(.*)$", re.DOTALL)


def message_partition(provider, message_id):
    """Partition key of everything that is known of a message."""
    return f"message#{provider}#{message_id}"


def details(items):
    """The events of the items of a query, each once, as its last replay read it.

    `[{"metadata": …, "data": …}, …]`
    """
    readings = {}
    for item in items:
        key = item["sk"]["S"]
        if "detail" not in item or _REPEAT.match(key):
            continue
        replay = _REPLAY.match(key)
        run, record = replay.groups() if replay else ("", key)
        newest, _ = readings.get((item["pk"]["S"], record), ("", None))
        if run >= newest:
            readings[item["pk"]["S"], record] = run, item
    return [json.loads(item["detail"]["S"]) for _, item in readings.values()]


def other_partition(items, provider):
    """Partition of the message's other id: what an alias says, or what the message itself says."""
    for item in items:
        if "alias" in item:
            return item["alias"]["S"]
    for detail in details(items):
        other = detail["data"].get("message", {}).get("providerMessageId")
        if other:
            return message_partition(provider, other)
    return None


def message_state(items):
    """A message with its derived state; None when nothing is known of it."""
    events = sorted(details(items), key=lambda detail: detail["metadata"]["occurredAt"])
    if not events:
        return None
    by_type = {}
    for event in events:
        by_type.setdefault(event["metadata"]["type"], []).append(event)
    told = by_type.get("message.received", []) + by_type.get("message.sent", [])
    message = told[0]["data"]["message"] if told else None
    statuses = [event["data"]["status"] for event in by_type.get("message.status.updated", [])]
    if message and "status" in message:
        statuses.insert(0, message["status"])
    reached = [status for status in statuses if status in _REACH]
    return {
        "message": message,
        "status": max(reached, key=_REACH.get, default=None),
        "deleted": "deleted" in statuses,
        "files": [event["data"] for event in by_type.get("media.stored", [])],
    }
