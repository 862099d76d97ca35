"""Prints what is known about a message: python3 reader.py TABLE PROVIDER MESSAGE_ID

Needs boto3, and a role with the gateway's subscriber policy.
"""

import json
import sys

import boto3

from records import message_partition, message_state, other_partition


def query(dynamodb, table, partition):
    """All items of one partition. The policy allows only queries with this projection and `Select`."""
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": partition}},
        ProjectionExpression="pk, sk, detail, #alias",
        ExpressionAttributeNames={"#alias": "alias"},
        Select="SPECIFIC_ATTRIBUTES",
    )
    return [item for page in pages for item in page["Items"]]


def read_message(dynamodb, table, provider, message_id):
    partition = message_partition(provider, message_id)
    items = query(dynamodb, table, partition)
    other = other_partition(items, provider)
    if other and other != partition:
        items += query(dynamodb, table, other)
    return message_state(items)


if __name__ == "__main__":
    state = read_message(boto3.client("dynamodb"), *sys.argv[1:])
    print(json.dumps(state, indent=2, ensure_ascii=False))
