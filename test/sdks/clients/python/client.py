# Sends COUNT events through the SDK named by the first argument; prints the numbers that it reported as failed.
import json
import os
import sys
import time

if sys.argv[1] == "segment":
    from segment.analytics.client import Client
else:
    from rudderstack.analytics.client import Client

failed = []


def on_error(_, items):
    failed.extend(item["properties"]["n"] for item in items)


key = os.environ["WRITE_KEY"]
client = Client(key, host=os.environ["SEGUE_URL"], on_error=on_error, upload_size=5, upload_interval=0.5)
for n in range(int(os.environ["COUNT"])):
    client.track(key, "Seen", {"n": n})
    time.sleep(int(os.environ["EVERY_MS"]) / 1000)
client.flush()
client.join()
print(json.dumps(failed))
