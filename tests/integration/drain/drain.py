#!/usr/bin/env python3
"""drain.py PROBE [CASE]: SIGTERM against clients that speak bytes, in the interleavings that lose requests.

Each case starts the probe, makes a situation, signals, and holds the service to its word: what was sent before the
signal is answered, no peer sees a reset, and the exit code says whether something was cut.
"""
import os
import signal
import socket
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # the sources stay as they are

from probe_service import GET, SLOW, Failed, Peer, Service, answers, check, expect_answers, wait_in_flight
from storm import storm

ONLY = sys.argv[2] if len(sys.argv) > 2 else ""
ROUNDS = 10 if "SOAK" in os.environ else 1


def backlog():
    """200 connections that nobody has accepted yet, each with its request."""
    with Service() as service:
        service.process.send_signal(signal.SIGSTOP)
        peers = [Peer(service, GET) for _ in range(200)]
        service.signal()
        service.process.send_signal(signal.SIGCONT)
        for peer in peers:
            expect_answers(peer, 1, "in the backlog", closes=False)
        service.exit(0, 3)


def backlog_silent():
    """Connections in the backlog that never say anything, or say it a little later."""
    with Service() as service:
        service.process.send_signal(signal.SIGSTOP)
        silent = [Peer(service) for _ in range(50)]
        late = [Peer(service) for _ in range(50)]
        service.signal()
        service.process.send_signal(signal.SIGCONT)
        service.wait_for("accepting no more")
        for peer in late:
            peer.send(GET)
        for peer in late:
            expect_answers(peer, 1, "sent right after the accept")
        for peer in silent:
            check(peer.rest() == b"", "an answer to nothing")
            peer.close()
        service.exit(0, 3)


def sent_while_busy():
    """Idle connections ask within their last 500 ms, while the process has no time to look."""
    with Service() as service:
        peers = [Peer(service, GET) for _ in range(300)]
        for peer in peers:
            peer.answer()
        service.signal()
        service.wait_for("accepting no more")
        service.process.send_signal(signal.SIGSTOP)
        for peer in peers:
            peer.send(GET)
        time.sleep(0.9)
        service.process.send_signal(signal.SIGCONT)
        for peer in peers:
            expect_answers(peer, 1, "sent within the grace")
        service.exit(0, 5)


def at_the_fin():
    """A request at any moment around the end of the grace: an answer or a FIN, never a reset."""
    with Service() as service:
        peers = [Peer(service, GET) for _ in range(200)]
        for peer in peers:
            peer.answer()
        service.signal()
        service.wait_for("accepting no more")
        began = time.monotonic()
        for i, peer in enumerate(peers):
            due = began + 0.46 + i * 0.0005
            time.sleep(max(0, due - time.monotonic()))
            try:
                peer.send(GET)
            except (BrokenPipeError, ConnectionResetError):
                raise Failed("reset before it could send")
        served = 0
        for peer in peers:
            data = peer.rest()
            check(answers(data) <= 1, "two answers")
            served += answers(data)
            peer.close()
        service.exit(0, 3)


def pipelined():
    """Requests behind one that is being served were sent before the signal too."""
    with Service() as service:
        first = [Peer(service, SLOW % 600 + GET + GET) for _ in range(20)]
        all_slow = Peer(service, (SLOW % 200) * 4)
        posts = Peer(service, SLOW % 300 + b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + GET)
        wait_in_flight(service)
        service.signal()
        for peer in first:
            expect_answers(peer, 3, "pipelined behind a slow one")
        expect_answers(all_slow, 4, "four slow ones in a row")
        expect_answers(posts, 3, "with a body among them")
        service.exit(0, 4)


def pipelined_half():
    """What stands behind a served request is but a half: one answer, and a FIN."""
    with Service() as service:
        peer = Peer(service, SLOW % 400 + GET[:20])
        wait_in_flight(service)
        service.signal()
        expect_answers(peer, 1, "before half a request")
        service.exit(0, 3)


def pipelining_without_end():
    """A peer that pipelines on and on does not keep the service from its end."""
    with Service() as service:
        peer = Peer(service)
        peer.socket.settimeout(0.001)
        received = b""
        service_down = None
        began = time.monotonic()
        while time.monotonic() - began < 6:
            try:
                peer.socket.send(GET * 50)
            except (TimeoutError, BlockingIOError):
                pass
            except (BrokenPipeError, ConnectionResetError):
                break
            try:
                received = (received + peer.some())[-4096:]
            except TimeoutError:
                pass
            except ConnectionResetError:
                break
            if service_down is None and time.monotonic() - began > 0.3:
                service.signal()
                service_down = True
            if service.process.poll() is not None:
                break
        service.exit(0, 5)


def bodies():
    """A body that is half there when the signal comes, and completes within its time."""
    head = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n"
    chunked = b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
    with Service() as service:
        completes = [Peer(service, head + b"hello") for _ in range(20)]
        chunks = [Peer(service, chunked) for _ in range(20)]
        heads = [Peer(service, GET[:17]) for _ in range(20)]
        continues = Peer(service, head[:-2] + b"Expect: 100-continue\r\n\r\n")
        check(continues.some() == b"HTTP/1.1 100 Continue\r\n\r\n", "no 100")
        never = [Peer(service, head + b"hello") for _ in range(5)]
        half_heads = [Peer(service, GET[:17]) for _ in range(5)]
        Peer(service, GET).answer()
        service.signal()
        time.sleep(1.2)  # longer than an idle connection is kept
        for peer in completes:
            peer.send(b"world")
        for peer in chunks:
            peer.send(b"5\r\nworld\r\n0\r\n\r\n")
        for peer in heads:
            peer.send(GET[17:])
        continues.send(b"helloworld")
        for peer in completes + chunks + heads + [continues]:
            expect_answers(peer, 1, "half sent")
        for peer in never + half_heads:
            data = peer.rest()
            check(data.startswith(b"HTTP/1.1 408 "), f"not 408: {data[:100]!r}")
        service.exit(0, 4.5)


def fin_after_request():
    """A client that has sent its FIN asks nothing more, and gets its answer."""
    with Service() as service:
        peers = [Peer(service, SLOW % 500) for _ in range(20)]
        for peer in peers:
            peer.socket.shutdown(socket.SHUT_WR)
        wait_in_flight(service)
        service.signal()
        for peer in peers:
            expect_answers(peer, 1, "half closed")
        service.exit(0, 3)


def slow_reader():
    """Answers of 8 MB, taken slowly, come whole, and their connections end soon after."""
    with Service(STRATA_DRAIN_TIMEOUT="20s") as service:
        peers = [Peer(service, b"GET /download?bytes=8000000 HTTP/1.1\r\nHost: a\r\n\r\n", 65536) for _ in range(3)]
        heads = [peer.some(4096) for peer in peers]
        check(all(head.startswith(b"HTTP/1.1 200") for head in heads), "no answer")
        service.signal()
        total = [len(head) for head in heads]
        open_peers = set(range(len(peers)))
        while open_peers:
            for i in list(open_peers):
                data = peers[i].some(131072)
                total[i] += len(data)
                if not data:
                    open_peers.remove(i)
            time.sleep(0.005)
        check(all(8000000 < t < 8001000 for t in total), f"not whole: {total}")
        service.exit(0, 10)


def idle_through_the_delay():
    """A connection that is idle all through drain.delay is not closed before accepting ends."""
    with Service(STRATA_DRAIN_DELAY="1500ms", STRATA_DRAIN_TIMEOUT="20s") as service:
        peers = [Peer(service, b"GET /download?bytes=3000000 HTTP/1.1\r\nHost: a\r\n\r\n", 65536) for _ in range(5)]
        heads = [peer.some(4096) for peer in peers]
        service.signal()
        service.wait_for("draining")
        for peer, head in zip(peers, heads):
            read = len(head)
            while read < 3000150:
                data = peer.some()
                check(data, "closed within the delay")
                read += len(data)
        time.sleep(0.7)
        for peer in peers:
            peer.send(GET)
        for peer in peers:
            expect_answers(peer, 1, "after an idle time within the delay")
        service.exit(0, 4)


def reader_that_stops():
    """An answer that nobody takes is cut at drain.timeout, and named."""
    with Service(STRATA_DRAIN_TIMEOUT="1s") as service:
        peer = Peer(service, b"GET /download?bytes=80000000 HTTP/1.1\r\nHost: a\r\n\r\n", 8192)
        peer.some(100)
        service.signal()
        service.exit(1, 3, 0.9)
        check("GET /download" in service.log(), "it is not named")


def whole_answer_that_nobody_reads():
    """The same when the handler has long ended and only its answer is on its way."""
    body = b"x" * 60000
    post = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" + body
    with Service(STRATA_DRAIN_TIMEOUT="1s") as service:
        peer = Peer(service, b"", 4096)
        peer.socket.setblocking(False)
        sent = 0
        stuck = time.monotonic() + 0.5
        while time.monotonic() < stuck:  # until neither side takes anything any more
            try:
                sent += peer.socket.send((post * 2)[sent % len(post):][:60000])
                stuck = time.monotonic() + 0.5
            except BlockingIOError:
                time.sleep(0.01)
        service.signal()
        service.exit(1, 3, 0.9)
        check("POST /echo" in service.log(), "it is not named")


def stuck_handler():
    with Service(STRATA_DRAIN_TIMEOUT="1s") as service:
        peer = Peer(service, SLOW % 50000)
        wait_in_flight(service)
        service.signal()
        data = peer.rest()
        check(data.startswith(b"HTTP/1.1 503"), f"not 503: {data[:100]!r}")
        service.exit(1, 3, 0.9)
        check('"cut by the drain"' in service.log() and "GET /slow" in service.log(), "it is not named")


def delay():
    """Through drain.delay: serving, accepting, 503 from /ready, 200 from /live, and closing after each answer."""
    with Service(STRATA_DRAIN_DELAY="1s") as service:
        kept = Peer(service, GET)
        kept.answer()
        service.signal()
        service.wait_for("draining")
        for path, status in (("/ready", b"503"), ("/live", b"200"), ("/plaintext", b"200")):
            data = Peer(service, b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n" % path.encode()).rest()
            check(data.startswith(b"HTTP/1.1 " + status) and b"\r\nConnection: close\r\n" in data, f"{path}: {data!r}")
        kept.send(GET)
        expect_answers(kept, 1, "on a connection from before")
        silent = Peer(service)
        check(silent.rest() == b"", "an answer to nothing")
        check(time.monotonic() - service.signalled >= 1.4, "closed before delay and grace were over")
        service.exit(0, 4)


def refused_afterwards():
    with Service() as service:
        slow = Peer(service, SLOW % 700)
        wait_in_flight(service)
        service.signal()
        service.wait_for("accepting no more")
        try:
            Peer(service)
            raise Failed("it still accepts")
        except ConnectionRefusedError:
            pass
        expect_answers(slow, 1, "in flight")
        service.exit(0, 3)


def second_signal(first, second, delay_time="30s"):
    with Service(STRATA_DRAIN_DELAY=delay_time, STRATA_DRAIN_TIMEOUT="30s") as service:
        Peer(service, SLOW % 50000)
        wait_in_flight(service)
        service.signal(first)
        service.wait_for("stopping")
        time.sleep(0.1)
        service.signal(second)
        service.exit(1, 0.5)


def interrupt():
    with Service() as service:
        peer = Peer(service, SLOW % 500)
        wait_in_flight(service)
        service.signal(signal.SIGINT)
        expect_answers(peer, 1, "in flight at SIGINT")
        service.exit(0, 3)


def hang_up():
    """SIGHUP inside a drain is no stop, and harms nothing."""
    with Service(STRATA_DRAIN_DELAY="500ms") as service:
        peer = Peer(service, SLOW % 800)
        wait_in_flight(service)
        service.signal()
        service.process.send_signal(signal.SIGHUP)
        expect_answers(peer, 1, "in flight at SIGHUP")
        service.exit(0, 3)


def out_of_descriptors():
    """The backlog is longer than the descriptors are: every peer gets an answer or 503, none a reset."""
    with Service() as service:
        subprocess.run(["prlimit", f"--pid={service.process.pid}", "--nofile=60:60"], check=True)
        service.process.send_signal(signal.SIGSTOP)
        peers = [Peer(service, GET) for _ in range(150)]
        service.signal()
        service.process.send_signal(signal.SIGCONT)
        served = 0
        for peer in peers:
            data = peer.rest()
            check(data.startswith((b"HTTP/1.1 200", b"HTTP/1.1 503")), f"neither 200 nor 503: {data[:100]!r}")
            served += answers(data)
        check(served >= 20, f"only {served} served")
        service.exit(0, 4)


CASES = {
    "storm, no delay": lambda: storm(0),
    "storm, a second's delay": lambda: storm(1),
    "backlog": backlog,
    "backlog, silent": backlog_silent,
    "sent while busy": sent_while_busy,
    "at the FIN": at_the_fin,
    "pipelined": pipelined,
    "pipelined, half": pipelined_half,
    "pipelining without end": pipelining_without_end,
    "bodies": bodies,
    "FIN after the request": fin_after_request,
    "slow reader": slow_reader,
    "idle through the delay": idle_through_the_delay,
    "reader that stops": reader_that_stops,
    "whole answer that nobody reads": whole_answer_that_nobody_reads,
    "stuck handler": stuck_handler,
    "delay": delay,
    "refused afterwards": refused_afterwards,
    "second SIGTERM": lambda: second_signal(signal.SIGTERM, signal.SIGTERM),
    "SIGTERM, SIGINT": lambda: second_signal(signal.SIGTERM, signal.SIGINT),
    "SIGINT, SIGTERM, no delay": lambda: second_signal(signal.SIGINT, signal.SIGTERM, "0s"),
    "SIGINT": interrupt,
    "SIGHUP": hang_up,
    "out of descriptors": out_of_descriptors,
}


def main():
    failed = 0
    for _ in range(ROUNDS):
        for name, case in CASES.items():
            if ONLY not in name:
                continue
            try:
                print(f"ok      {name}: {case() or ''}", flush=True)
            except (Failed, OSError) as problem:
                failed += 1
                print(f"FAILED  {name}: {problem!r}"[:1500], flush=True)
    sys.exit(1 if failed else 0)


main()
