"""200 keep-alive clients, 50 slow requests, idle connections and half-sent requests, and SIGTERM among them."""
import asyncio

from probe_service import GET, SLOW, Failed, Service, answers, check


async def busy(service, counts, stopped):
    """Asks on and on, and again on a new connection when this one is closed."""
    while True:
        before = not stopped.is_set()
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        except ConnectionRefusedError:
            if before and not stopped.is_set():
                raise Failed("refused before the signal")
            return
        except ConnectionResetError:
            if before and not stopped.is_set():
                raise Failed("reset before the signal")
            return
        try:
            while True:
                before = not stopped.is_set()
                writer.write(GET)
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(13)
                counts["answered"] += 1
                if b"Connection: close" in head:
                    check(await reader.read() == b"", "more after the last answer")
                    break
        except (asyncio.IncompleteReadError, ConnectionResetError, BrokenPipeError) as error:
            if before:
                raise Failed(f"a request sent before the signal ended in {error!r}")
            counts["late"] += 1
            return
        finally:
            writer.close()


async def one_slow(service, milliseconds):
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    writer.write(SLOW % milliseconds)
    data = await reader.read()
    check(answers(data) == 1, f"slow: {data!r}")
    writer.close()


async def storm_of(service, delay_seconds):
    counts = {"answered": 0, "late": 0}
    stopped = asyncio.Event()
    tasks = [asyncio.create_task(busy(service, counts, stopped)) for _ in range(200)]
    await asyncio.sleep(0.5)
    tasks += [asyncio.create_task(one_slow(service, 1200 + delay_seconds * 1000)) for _ in range(50)]
    idle = [await asyncio.open_connection("127.0.0.1", service.port) for _ in range(20)]
    half = [await asyncio.open_connection("127.0.0.1", service.port) for _ in range(20)]
    for _, writer in half:
        writer.write(GET[:11])
    await asyncio.sleep(0.3)
    stopped.set()
    service.signal()
    await asyncio.gather(*tasks)
    for reader, _ in idle:
        check(await reader.read() == b"", "an idle one got something")
    for reader, _ in half:
        check((await reader.read()).startswith(b"HTTP/1.1 408"), "half a request: not 408")
    return counts


def storm(delay_seconds):
    with Service(STRATA_DRAIN_DELAY=f"{delay_seconds}s") as service:
        counts = asyncio.run(storm_of(service, delay_seconds))
        took = service.exit(0, delay_seconds + 4)
        check('"cut":0' in service.log(), "something was cut")
        return f"{counts['answered']} answers, {took:.2f} s"
