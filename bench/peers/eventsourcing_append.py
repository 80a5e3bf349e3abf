"""So many writers, each with an aggregate of its own: appends one event after the other, at the version that it expects. Prints as bench_append does.
    eventsourcing_append.py POSTGRES WRITERS SECONDS
"""
import json
import sys
import threading
import time
import urllib.parse
import uuid

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

CONNECTIONS = 32  # more of them than the server has cores for make it slower


def main():
    url, writers, seconds = urllib.parse.urlparse(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    with PostgresDatastore(dbname=url.path[1:], host=url.hostname, port=url.port, user=url.username, password=url.password, pool_size=min(writers, CONNECTIONS), connect_timeout=60) as datastore:
        recorder = PostgresApplicationRecorder(datastore, events_table_name="peers_events")
        recorder.create_table()
        took, end = [[] for _ in range(writers)], time.perf_counter() + seconds

        def write(number):
            aggregate, version = uuid.uuid4(), 0
            while (begin := time.perf_counter()) < end:
                version += 1
                recorder.insert_events([StoredEvent(originator_id=aggregate, originator_version=version, topic="Happened", state=b"x" * 256)])
                if (now := time.perf_counter()) < end:
                    took[number].append((now - begin) * 1e6)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    us = sorted(one for each in took for one in each) or [0]
    at = lambda share: us[min(len(us) - 1, int(share * len(us)))]
    print(json.dumps({"rate": len(us) / seconds, "p50_us": at(0.5), "p90_us": at(0.9), "p99_us": at(0.99), "p999_us": at(0.999), "max_us": at(1)}))


main()
