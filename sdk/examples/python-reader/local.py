"""Prints the variables that lead to the gateway on this machine: eval "$(python3 local.py http://127.0.0.1:8787)" """

import json
import sys
from urllib.request import urlopen

if __name__ == "__main__":
    with urlopen(f"{sys.argv[1]}/_local/app") as page:
        app = json.load(page)
    variables = {
        "TABLE": app["gateways"][0]["outputs"]["EventsTableName"],
        "AWS_ENDPOINT_URL": app["awsEndpoint"],
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name, value in variables.items():
        print(f"export {name}={value}")
