"""Nodes of libtorrent on the loopback interface. Prints their ports; then answers "put SEED KEY VALUE" and "get KEY", all hexadecimal, one line each; ends with its input."""
import hashlib
import sys
import time

import libtorrent


def session(first):
    made = libtorrent.session({
        "listen_interfaces": "127.0.0.1:0", "enable_dht": True, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
        "enable_incoming_utp": False, "enable_outgoing_utp": False,
        "dht_bootstrap_nodes": "127.0.0.1:%d" % first if first else "", "dht_restrict_routing_ips": False, "dht_restrict_search_ips": False,
        "dht_prefer_verified_node_ids": False, "dht_ignore_dark_internet": False, "dht_block_ratelimit": 10000, "dht_upload_rate_limit": 10000000,
        "alert_mask": libtorrent.alert.category_t.dht_notification | libtorrent.alert.category_t.status_notification})
    while not made.listen_port():
        time.sleep(0.01)
    return made


def wait(asked, kind, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        asked.wait_for_alert(200)
        for alert in asked.pop_alerts():
            if isinstance(alert, kind) and getattr(alert, "authoritative", True):  # others are of the first node that answers
                return alert
    return None


def expanded(seed):
    bytes_ = bytearray(hashlib.sha512(seed).digest())
    bytes_[0] &= 248
    bytes_[31] = bytes_[31] & 63 | 64
    return bytes(bytes_)


nodes = [session(0)]
for _ in range(int(sys.argv[1]) - 1):
    nodes.append(session(nodes[0].listen_port()))
end = time.monotonic() + 8
while time.monotonic() < end and sum(node.status().dht_nodes >= 3 for node in nodes) < len(nodes):
    time.sleep(0.1)
print(" ".join(str(node.listen_port()) for node in nodes), flush=True)
for line in sys.stdin:
    words = line.split()
    if words[0] == "put":
        seed, key, value = (bytes.fromhex(word) for word in words[1:])
        nodes[-1].pop_alerts()
        nodes[-1].dht_put_mutable_item(expanded(seed), key, value, b"")
        done = wait(nodes[-1], libtorrent.dht_put_alert, 20)
        print(done.num_success if done else 0, flush=True)
    else:
        nodes[-2].pop_alerts()
        nodes[-2].dht_get_mutable_item(bytes.fromhex(words[1]), b"")
        found = wait(nodes[-2], libtorrent.dht_mutable_item_alert, 20)
        value = found.item if found else b""
        value = value if isinstance(value, bytes) else value.get("value", b"") if isinstance(value, dict) else b""
        print(value.hex() or "-", flush=True)
