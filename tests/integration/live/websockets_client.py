"""Python's websockets: a whole conversation of two, in packets."""
import asyncio
import itertools
import json
import struct
import sys

import websockets

HOST = sys.argv[1]
IDS = itertools.count(1)


class Client:
    def __init__(self, socket):
        self.socket = socket
        self.pending = []

    async def next(self, wanted):
        while True:
            for at, message in enumerate(self.pending):
                if wanted(message):
                    return self.pending.pop(at)
            message = await asyncio.wait_for(self.socket.recv(), 10)
            self.pending.append(message if isinstance(message, bytes) else json.loads(message))

    async def call(self, method, **args):
        number = next(IDS)
        await self.socket.send(json.dumps({"type": "call", "id": number, "method": method, "args": args}))
        packet = await self.next(lambda m: isinstance(m, dict) and m.get("type") == "callback" and m.get("id") == number)
        return packet.get("result", packet.get("error"))

    async def event(self, name):
        packet = await self.next(lambda m: isinstance(m, dict) and m.get("type") == "event" and m["name"] == name)
        return packet["data"]


async def main():
    url = f"ws://{HOST}/api"
    async with websockets.connect(url) as first, websockets.connect(url) as second:
        ada, bob = Client(first), Client(second)
        assert (await ada.call("messenger/rooms"))["code"] == 403
        account = (await ada.call("auth/signUp", login="py-ada", password="correct horse"))["account"]
        await bob.call("auth/signUp", login="py-bob", password="correct horse")
        room = (await ada.call("messenger/createRoom", title="Snakes"))["id"]
        assert await bob.call("messenger/join", roomId=room) == {}
        assert (await ada.event("messenger/memberJoined"))["roomId"] == room
        assert (await ada.event("messenger/presence"))["online"] is True
        sent = await ada.call("messenger/send", roomId=room, text="Ssss")
        assert await bob.event("messenger/messageSent") == sent
        assert await ada.event("messenger/messageSent") == sent

        content = bytes(range(256)) * 100
        await first.send(json.dumps({"type": "stream", "id": 77, "name": "scales", "size": len(content)}))
        for at in range(0, len(content), 10_000):
            await first.send(struct.pack(">i", 77) + content[at : at + 10_000])
        await first.send(json.dumps({"type": "stream", "id": 77, "status": "end"}))
        file = await ada.call("messenger/sendFile", roomId=room, streamId=77, name="scales")
        assert file["size"] == len(content) and file["authorId"] == account["id"]
        stream = (await bob.call("messenger/getFile", fileId=file["id"]))["streamId"]
        received = b""
        while len(received) < len(content):
            chunk = await bob.next(lambda m: isinstance(m, bytes))
            assert struct.unpack(">i", chunk[:4])[0] == stream
            received += chunk[4:]
        assert received == content
        # Less than was announced.
        await first.send(json.dumps({"type": "stream", "id": 78, "name": "short", "size": 10}))
        await first.send(struct.pack(">i", 78) + b"short")
        await first.send(json.dumps({"type": "stream", "id": 78, "status": "end"}))
        broken = await ada.next(lambda m: isinstance(m, dict) and m.get("id") == 78)
        assert broken["error"]["code"] == 400
        await first.close()
        left = await bob.event("messenger/presence")
        while left["online"]:
            left = await bob.event("messenger/presence")
        assert left["accountId"] == account["id"]
    print("websockets: signed in, called, heard, uploaded, downloaded")


asyncio.run(main())
