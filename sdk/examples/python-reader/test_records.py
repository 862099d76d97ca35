"""Run in this folder: python3 -m unittest"""

import json
import unittest

from records import conversation_key, details, message_state, names_of, other_partition


def item(sk, type_, at, data):
    detail = {"metadata": {"type": type_, "occurredAt": at}, "data": data}
    return {"pk": {"S": "message#incs#A"}, "sk": {"S": sk}, "detail": {"S": json.dumps(detail)}}


def status(word, at):
    return item(f"status#{word}", "message.status.updated", at, {"status": word})


def traffic(whose, verb, text):
    data = {"message": {"id": "A", "content": {"kind": "text", "text": text}}}
    type_ = f"{whose}.message.{verb}"
    return item(f"{whose}#message", type_, "2026-01-02T03:00:00.000Z", data)


MESSAGE = item("message", "message.sent", "2026-01-02T03:00:00.000Z", {"message": {"id": "A"}})


class MessageState(unittest.TestCase):
    def test_has_the_furthest_status_in_any_order(self):
        late = status("delivered", "2026-01-02T03:09:00.000Z")
        early = status("read", "2026-01-02T03:01:00.000Z")
        self.assertEqual(message_state([late, MESSAGE, early])["status"], "read")

    def test_reports_a_deletion_and_the_furthest_status(self):
        state = message_state(
            [status("sent", "2026-01-02T03:01:00.000Z"), status("deleted", "2026-01-02T03:02:00.000Z")]
        )
        self.assertEqual((state["status"], state["deleted"]), ("sent", True))

    def test_is_none_without_records(self):
        self.assertIsNone(message_state([]))

    def test_reads_the_message_of_another_app_with_its_statuses(self):
        sent = traffic("standby", "sent", "from the other app")
        read = item(
            "standby#status#read",
            "standby.message.status.updated",
            "2026-01-02T03:01:00.000Z",
            {"status": "read"},
        )
        state = message_state([read, sent])
        self.assertEqual(state["message"]["content"]["text"], "from the other app")
        self.assertEqual((state["traffic"], state["status"]), ("standby", "read"))

    def test_prefers_the_own_message_to_that_of_another_app_and_of_the_history(self):
        own = item(
            "message",
            "message.sent",
            "2026-01-02T04:00:00.000Z",
            {"message": {"id": "A", "content": {"kind": "text", "text": "own"}}},
        )
        others = [traffic("history", "sent", "history"), traffic("standby", "sent", "standby")]
        for items in ([*others, own], [own, *others]):
            state = message_state(items)
            self.assertEqual((state["message"]["content"]["text"], state["traffic"]), ("own", None))
        self.assertEqual(message_state(others)["traffic"], "standby")

    def test_prefers_a_file_of_the_history_to_its_placeholder(self):
        placeholder = item(
            "history#placeholder",
            "history.message.received",
            "2026-01-02T03:00:00.000Z",
            {"message": {"content": {"kind": "unsupported", "providerType": "media_placeholder"}}},
        )
        self.assertEqual(message_state([placeholder])["message"]["content"]["kind"], "unsupported")
        state = message_state([placeholder, traffic("history", "received", "the file")])
        self.assertEqual(state["message"]["content"]["text"], "the file")

    def test_lists_the_stored_files(self):
        def stored(index, key, **more):
            data = {"media": {"index": index}, "key": key, **more}
            return item(f"media#{index}#{key}", "media.stored", "2026-01-02T03:00:05.000Z", data)

        events = [MESSAGE, stored(1, "b"), stored(0, "a second copy", copy=2), stored(0, "a")]
        files = message_state(events)["files"]
        self.assertEqual([file["key"] for file in files], ["a second copy", "b"])


class Details(unittest.TestCase):
    def test_omit_repeats_and_reactions(self):
        for sk in ("alternate#message_created#message", "conflict#c0ffee", "reaction#wamid.B"):
            repeat = {**MESSAGE, "sk": {"S": sk}}
            self.assertEqual(len(details([MESSAGE, repeat])), 1)

    def test_have_the_content_of_the_last_replay(self):
        def replay(run, text):
            data = {"message": {"id": "A", "content": text}}
            return item(f"replay#{run}#message", "message.sent", "2026-01-02T03:00:00.000Z", data)

        later = replay("2026-02-02T00:00:00.000Z", "read correctly")
        earlier = replay("2026-02-01T00:00:00.000Z", "read wrongly")
        for items in ([MESSAGE, earlier, later], [later, earlier, MESSAGE]):
            self.assertEqual([d["data"]["message"]["content"] for d in details(items)], ["read correctly"])


class Names(unittest.TestCase):
    LINKS = {"447700900123": ["link#GB.1"], "GB.1": ["link#447700900123", "merged#GB.0", "link#GB.2"]}

    def test_are_all_that_links_lead_to(self):
        for name in ("447700900123", "GB.1"):
            names = names_of(name, lambda each: self.LINKS.get(each, []))
            self.assertEqual(sorted(names), ["447700900123", "GB.1", "GB.2"])

    def test_are_not_those_that_an_operator_has_separated(self):
        links = {**self.LINKS, "GB.1": [*self.LINKS["GB.1"], "unlink#447700900123"]}
        names = names_of("447700900123", lambda each: links.get(each, []))
        self.assertEqual(names, ["447700900123"])

    def test_are_at_most_16(self):
        names = names_of("GB.0", lambda each: [f"link#GB.{number}" for number in range(40)])
        self.assertEqual(len(names), 16)

    def test_are_in_the_key_of_their_conversation(self):
        key = conversation_key("whatsapp", "15550100001", "group:1#2")
        self.assertEqual(key, "whatsapp#15550100001#group%3A1%232")


class OtherPartition(unittest.TestCase):
    def test_comes_from_the_alias(self):
        alias = {"pk": {"S": "message#incs#7"}, "sk": {"S": "alias"}, "alias": {"S": "message#incs#A"}}
        self.assertEqual(other_partition([alias], "incs"), "message#incs#A")

    def test_comes_from_the_message(self):
        message = item("message", "message.sent", "2026", {"message": {"providerMessageId": "7"}})
        self.assertEqual(other_partition([message], "incs"), "message#incs#7")

    def test_is_none_for_a_message_with_one_id(self):
        self.assertIsNone(other_partition([MESSAGE], "incs"))


if __name__ == "__main__":
    unittest.main()
