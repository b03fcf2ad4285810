"""The probe as a child process, and peers that speak bytes to it."""
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

PROBE = os.path.abspath(sys.argv[1])
GET = b"GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n"
SLOW = b"GET /slow?ms=%d HTTP/1.1\r\nHost: a\r\n\r\n"


class Failed(Exception):
    pass


def check(true, what):
    if not true:
        raise Failed(what)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Service:
    def __init__(self, **settings):
        self.port = free_port()
        self.folder = tempfile.TemporaryDirectory()
        self.log_path = os.path.join(self.folder.name, "log")
        env = {name: value for name, value in os.environ.items() if not name.startswith("STRATA_")}
        env.update(STRATA_ENV="test", STRATA_SERVER_PORT=str(self.port), STRATA_DRAIN_DELAY="0s", STRATA_LOG_LEVEL="info")
        env.update(settings)
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen([PROBE], env=env, stdin=subprocess.DEVNULL, stderr=log, stdout=log,
                                            cwd=self.folder.name)
        self.wait_for('"ready"')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def log(self):
        with open(self.log_path) as log:
            return log.read()

    def wait_for(self, text):
        end = time.monotonic() + 20
        while text not in self.log():
            check(time.monotonic() < end, f"no line with {text} in the log:\n{self.log()}")
            time.sleep(0.002)

    def signal(self, number=signal.SIGTERM):
        self.signalled = time.monotonic()
        self.process.send_signal(number)

    def exit(self, code, most=10.0, least=0.0):
        try:
            got = self.process.wait(timeout=most + 10)
        except subprocess.TimeoutExpired:
            raise Failed(f"still running after {most + 10} s")
        took = time.monotonic() - self.signalled
        check(got == code, f"exit code {got}, not {code}")
        check(least <= took <= most, f"ended after {took:.2f} s, not within {least}..{most}")
        return took


class Peer:
    """One connection. It reads until FIN, and says how it ended."""

    def __init__(self, service, send=b"", receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(30)
        self.socket.connect(("127.0.0.1", service.port))
        if send:
            self.socket.sendall(send)

    def send(self, data):
        self.socket.sendall(data)

    def some(self, size=65536):
        return self.socket.recv(size)

    def answer(self):
        """One answer with a Content-Length, and nothing beyond it."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.socket.recv(1)
            check(more, f"FIN instead of an answer, after {data!r}")
            data += more
        length = int(data.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        while length > 0:
            more = self.socket.recv(length)
            check(more, "FIN inside an answer")
            data += more
            length -= len(more)
        return data

    def rest(self):
        """Everything until FIN; Failed on a reset."""
        data = b""
        try:
            while more := self.socket.recv(65536):
                data += more
        except ConnectionResetError:
            raise Failed(f"reset after {data[:200]!r}")
        except TimeoutError:
            raise Failed(f"neither an answer nor FIN after {data[:200]!r}")
        return data

    def close(self):
        self.socket.close()


def answers(data):
    return data.count(b"HTTP/1.1 200 OK\r\n")


def expect_answers(peer, number, what, closes=True):
    """That many, and the last one says that it is (unless it may have been sent before the drain began)."""
    data = peer.rest()
    check(answers(data) == number, f"{what}: {answers(data)} answers, not {number}: {data[:2000]!r}")
    said = data.count(b"Connection: close\r\n")
    check(said == 1 or not closes and said == 0, f"{what}: {said} times Connection: close: {data[:2000]!r}")
    peer.close()


def wait_in_flight(service):
    """The requests sent so far have been read: a later one was answered."""
    Peer(service, GET).answer()
    time.sleep(0.05)
