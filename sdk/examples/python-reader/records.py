"""Interprets the items of the table. It does not need boto3, so that it can be tested without AWS."""

import hashlib
import json
import re
from urllib.parse import quote, unquote

# How far each status is. Statuses come twice and in any order, so the furthest counts.
_STATUS_ORDER = {"created": 0, "sent": 1, "failed": 2, "delivered": 3, "read": 4, "played": 5}

# The detail-types of messages. The app's own record of a message counts more than that of a conversation
# that another app controls, and that more than one of the history.
_MESSAGE_TYPES = (
    "message.received",
    "message.sent",
    "standby.message.received",
    "standby.message.sent",
    "history.message.received",
    "history.message.sent",
)

# The statuses of messages. Another app may have sent the message.
_STATUS_TYPES = ("message.status.updated", "standby.message.status.updated")

# Not events of the message itself: the same message from another provider event or with other content,
# and a reaction to it, which is a message of its own.
_BESIDE = re.compile(r"^(alternate|conflict|reaction)#")

# Links between the names of a user, and those that an operator has undone.
_LINK = re.compile(r"^(link|unlink)#([^#]+)$")

# No person has more names: of what lies behind them, the links are wrong.
MAX_NAMES = 16

# A record that a replay read again. The key of the original record is at the end.
_REPLAY = re.compile(r"^replay#([^#]*)#(.*)$", re.DOTALL)


def message_partition(provider, message_id):
    """Partition key of all records of a message."""
    return f"message#{provider}#{_key_part(message_id)}"


def _key_part(id):
    """An id as part of a key: docs/querying.md says what is encoded. Usual ids stay as they are."""
    part = re.sub(r"[%#\x00-\x1f\x7f-\x9f]", lambda found: quote(found[0], safe=""), id)
    if part.startswith("sha256:"):
        part = part.replace(":", "%3A", 1)
    if len(part.encode()) <= 256:
        return part
    return "sha256:" + hashlib.sha256(id.encode()).hexdigest()


def conversation_key(channel, business, user):
    """Key of the conversation with a user, by one name: digits of a phone number, or an id."""
    part = re.sub(r"[%#\x00-\x1f\x7f-\x9f]", lambda found: quote(found[0], safe=""), user)
    if part.startswith("group:"):
        part = part.replace(":", "%3A", 1)
    return f"{channel}#{business}#{part}"


def names_of(name, read_sort_keys):
    """All names of the person with this name, the nearest first.

    `read_sort_keys(name)` returns the sort keys in the partition `conversation_key(…, name)`.
    """
    links, undone, names = {}, set(), [name]
    while True:
        unread = [each for each in names if each not in links][: MAX_NAMES - len(links)]
        if not unread:
            return [each for each in names if each in links]
        for each in unread:
            links[each] = []
            for found in filter(None, map(_LINK.match, read_sort_keys(each))):
                other = unquote(found[2])
                if found[1] == "link":
                    links[each].append(other)
                else:
                    undone.add(frozenset((each, other)))
        names = [name]
        for each in names:
            for other in links.get(each, []):
                if frozenset((each, other)) not in undone and other not in names:
                    names.append(other)


def details(items):
    """The events in the items of a query. Each event is there once, in the version of its last replay.

    `[{"metadata": …, "data": …}, …]`
    """
    versions = {}
    for item in items:
        key = item["sk"]["S"]
        if "detail" not in item or _BESIDE.match(key):
            continue
        replay = _REPLAY.match(key)
        run, record = replay.groups() if replay else ("", key)
        newest, _ = versions.get((item["pk"]["S"], record), ("", None))
        if run >= newest:
            versions[item["pk"]["S"], record] = run, item
    return [json.loads(item["detail"]["S"]) for _, item in versions.values()]


def other_partition(items, provider):
    """Partition of the message's other id, from an alias record or from the message itself."""
    for item in items:
        if "alias" in item:
            return item["alias"]["S"]
    for detail in details(items):
        other = detail["data"].get("message", {}).get("providerMessageId")
        if other:
            return message_partition(provider, other)
    return None


def _message_event(messages):
    """The event that says most about a message: a file of the history counts more than its placeholder."""
    with_content = [event for event in messages if not _is_placeholder(event)]
    return next(iter(with_content + messages), None)


def _is_placeholder(event):
    content = event["data"]["message"].get("content", {})
    return _traffic(event["metadata"]["type"]) == "history" and (
        content.get("providerType") == "media_placeholder"
    )


def _traffic(type_):
    """Whose message it is: "standby" for another app's, "history" for one of before, None for the app's own.

    A bot must not reply to the first two.
    """
    word = type_.split(".")[0]
    return word if word in ("standby", "history") else None


def message_state(items):
    """A message with its derived state; None if there is no record of it."""
    events = sorted(details(items), key=lambda detail: detail["metadata"]["occurredAt"])
    if not events:
        return None
    by_type = {}
    for event in events:
        by_type.setdefault(event["metadata"]["type"], []).append(event)
    first = _message_event([event for type_ in _MESSAGE_TYPES for event in by_type.get(type_, [])])
    message = first["data"]["message"] if first else None
    statuses = [event["data"]["status"] for type_ in _STATUS_TYPES for event in by_type.get(type_, [])]
    if message and "status" in message:
        statuses.insert(0, message["status"])
    reached = [status for status in statuses if status in _STATUS_ORDER]
    # The highest copy of a file counts.
    stored = sorted(by_type.get("media.stored", []), key=lambda event: event["data"].get("copy", 1))
    files = {event["data"]["media"]["index"]: event["data"] for event in stored}
    return {
        "message": message,
        "traffic": _traffic(first["metadata"]["type"]) if first else None,
        "status": max(reached, key=_STATUS_ORDER.get, default=None),
        "deleted": "deleted" in statuses,
        "files": [files[index] for index in sorted(files)],
    }
