"""clients.py PORT: Python's websockets (Debian's python3-websockets) against the probe's /ws."""
import asyncio
import sys

import websockets

URL = f"ws://127.0.0.1:{sys.argv[1]}/ws"
MESSAGES = ["", "hi", "h\u00e9llo \U0001f600", "x" * 65536, "y" * (1024 * 1024), b"", b"\x00\xff\x80", b"z" * 100_000]


async def echoes(**options):
    async with websockets.connect(URL, max_size=None, **options) as socket:
        for message in MESSAGES:
            await socket.send(message)
            assert await socket.recv() == message, f"{len(message)} came back changed"
        await socket.send(["in ", "three ", "parts"])
        assert await socket.recv() == "in three parts"
        await asyncio.wait_for(await socket.ping(b"are you there"), 5)
        for i in range(500):
            await socket.send(str(i))
        for i in range(500):
            assert await socket.recv() == str(i)
        compressed = bool(socket.extensions)
    assert socket.close_code == 1000, socket.close_code
    return compressed


async def refuses_what_is_too_long():
    async with websockets.connect(URL, max_size=None, compression=None) as socket:
        try:
            await socket.send("x" * (1024 * 1024 + 1))
            await socket.recv()
        except websockets.exceptions.ConnectionClosed as closed:
            assert closed.rcvd.code == 1009, closed
            return
    raise AssertionError("a message over the limit was answered")


async def many_at_once():
    async def one(i):
        async with websockets.connect(URL) as socket:
            await socket.send(f"client {i}")
            return await socket.recv() == f"client {i}"

    assert all(await asyncio.gather(*(one(i) for i in range(100))))


async def main():
    assert not await echoes(compression=None)
    assert await echoes()
    assert await echoes(
        extensions=[
            websockets.extensions.permessage_deflate.ClientPerMessageDeflateFactory(
                server_max_window_bits=9, client_max_window_bits=10, server_no_context_takeover=True
            )
        ],
        compression=None,
    )
    await refuses_what_is_too_long()
    await many_at_once()


asyncio.run(main())
print("python websockets: ok")
