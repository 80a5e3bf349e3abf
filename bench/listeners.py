#!/usr/bin/env python3
"""So many browser tabs that listen, each of a person of its own: `listeners.py PORT COUNT`. Prints "listening" when all do; a line on standard input ends it, and it prints as JSON what they have heard."""
import asyncio
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests/system"))
from support import token  # noqa: E402


class Tab(asyncio.Protocol):
    """Its first event is of its own workspace, as it is when it begins to listen."""

    def __init__(self, heard):
        self.heard, self.rest, self.workspace, self.listening = heard, b"", None, asyncio.get_running_loop().create_future()

    def data_received(self, data):
        *events, self.rest = (self.rest + data).split(b"\n\n")
        for event in events:
            if b"event: reset" in event:
                self.heard["resets"] += 1
            elif changed := re.search(rb'"workspace":"([^"]+)"', event):
                if self.workspace is None:
                    self.workspace = changed[1]
                    self.listening.set_result(None)
                elif changed[1] == self.workspace:
                    self.heard["changes"] += 1
                else:
                    self.heard["foreign"] += 1

    def connection_lost(self, error):
        self.heard["ended"] += 1


async def main(port, count):
    heard = {"changes": 0, "foreign": 0, "resets": 0, "ended": 0}
    loop = asyncio.get_running_loop()
    for i in range(count):
        transport, tab = await loop.create_connection(lambda: Tab(heard), "127.0.0.1", port)
        transport.write(f"GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token(f'user-{i}')}\r\n\r\n".encode())
        await asyncio.wait_for(tab.listening, 10)
    print("listening", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    print(json.dumps(heard), flush=True)


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
