"""Plays BlueZ on the message bus of DBUS_SYSTEM_BUS_ADDRESS: two adapters, each of which hears what the other one says. Commands come on stdin, one a line; each is answered."""
import os
import sys

import dbus
import dbus.exceptions
import dbus.lowlevel
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

ROOT = "/org/bluez"
PROPS = "org.freedesktop.DBus.Properties"
MANAGER = "org.freedesktop.DBus.ObjectManager"
ADAPTER, DEVICE = "org.bluez.Adapter1", "org.bluez.Device1"
ADVERTISING, GATT = "org.bluez.LEAdvertisingManager1", "org.bluez.GattManager1"
SERVICE, CHARACTERISTIC = "org.bluez.GattService1", "org.bluez.GattCharacteristic1"
BEACON = "b3c4a9f1-6d27-4f0e-9a58-f3e771d0c1e5"
PART = "b3c4a9f2-6d27-4f0e-9a58-f3e771d0c1e5"
TICK_MS = 150
MTU = 200
objects = {}
adapters = {}
vices = set()
calls = {"connect": 0, "read": 0}


class Failed(dbus.exceptions.DBusException):
    def __init__(self, name, text):
        super().__init__(text)
        self._dbus_error_name = "org.bluez.Error." + name


class Thing(dbus.service.Object):
    """An object with properties, known to the object manager while it is there."""

    def __init__(self, path, interfaces):
        self.path, self.interfaces = path, interfaces
        super().__init__(bus, path)
        objects[path] = self
        root.InterfacesAdded(dbus.ObjectPath(path), shown(interfaces))

    def leave(self):
        objects.pop(self.path, None)
        root.InterfacesRemoved(dbus.ObjectPath(self.path), dbus.Array(self.interfaces, signature="s"))
        self.remove_from_connection()

    def change(self, interface, **values):
        self.interfaces[interface].update(values)
        self.PropertiesChanged(interface, dbus.Dictionary(values, signature="sv"), dbus.Array([], signature="s"))

    @dbus.service.method(PROPS, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.interfaces[interface][name]

    @dbus.service.method(PROPS, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return dbus.Dictionary(self.interfaces[interface], signature="sv")

    @dbus.service.signal(PROPS, signature="sa{sv}as")
    def PropertiesChanged(self, interface, changed, invalidated):
        pass


def shown(interfaces):
    return dbus.Dictionary({name: dbus.Dictionary(values, signature="sv") for name, values in interfaces.items()}, signature="sa{sv}")


class Root(dbus.service.Object):
    @dbus.service.method(MANAGER, out_signature="a{oa{sa{sv}}}")
    def GetManagedObjects(self):
        return dbus.Dictionary({dbus.ObjectPath(o.path): shown(o.interfaces) for o in objects.values()}, signature="oa{sa{sv}}")

    @dbus.service.signal(MANAGER, signature="oa{sa{sv}}")
    def InterfacesAdded(self, path, interfaces):
        pass

    @dbus.service.signal(MANAGER, signature="oas")
    def InterfacesRemoved(self, path, interfaces):
        pass


class Adapter(Thing):
    def __init__(self, number):
        self.number, self.listeners, self.said, self.applications, self.turn = number, set(), {}, {}, 0
        self.address = "02:00:00:00:00:%02X" % number
        super().__init__("%s/hci%d" % (ROOT, number), {
            ADAPTER: {"Address": self.address, "Powered": dbus.Boolean(True), "Discovering": dbus.Boolean(False)}, ADVERTISING: {}, GATT: {}})
        adapters[number] = self

    def on(self):
        return bool(self.interfaces[ADAPTER]["Powered"])

    def forget(self, sender):
        self.listeners.discard(sender)
        for of in (self.said, self.applications):
            for key in [k for k in of if k[0] == sender]:
                del of[key]

    def devices(self):
        return [o for o in list(objects.values()) if isinstance(o, Device) and o.adapter is self]

    @dbus.service.method(ADAPTER, in_signature="a{sv}")
    def SetDiscoveryFilter(self, wanted):
        if wanted.get("Transport") != "le" or not wanted.get("DuplicateData"):
            raise Failed("InvalidArguments", "This fake knows one filter")

    @dbus.service.method(ADAPTER, sender_keyword="sender")
    def StartDiscovery(self, sender):
        if not self.on():
            raise Failed("NotReady", "Resource Not Ready")
        self.listeners.add(sender)

    @dbus.service.method(ADAPTER, sender_keyword="sender")
    def StopDiscovery(self, sender):
        if sender not in self.listeners:
            raise Failed("Failed", "No discovery started")
        self.listeners.discard(sender)

    @dbus.service.method(ADAPTER, in_signature="o")
    def RemoveDevice(self, path):
        if path not in objects:
            raise Failed("DoesNotExist", "Does Not Exist")
        objects[path].vanish()

    @dbus.service.method(ADVERTISING, in_signature="oa{sv}", sender_keyword="sender", async_callbacks=("done", "fail"))
    def RegisterAdvertisement(self, path, options, sender, done, fail):
        if "mute" in vices:
            return fail(Failed("NotPermitted", "Maximum advertisements reached"))

        def take(properties):
            data = properties["ServiceData"]
            if len(data[BEACON]) > 10 or properties["Type"] != "peripheral":
                return fail(Failed("InvalidLength", "Advertising data too long"))
            self.said[(sender, path)] = data
            done()
        bus.get_object(sender, path, introspect=False).GetAll("org.bluez.LEAdvertisement1", dbus_interface=PROPS, reply_handler=take, error_handler=fail)

    @dbus.service.method(ADVERTISING, in_signature="o", sender_keyword="sender")
    def UnregisterAdvertisement(self, path, sender):
        if self.said.pop((sender, path), None) is None:
            raise Failed("DoesNotExist", "Does Not Exist")

    @dbus.service.method(GATT, in_signature="oa{sv}", sender_keyword="sender", async_callbacks=("done", "fail"))
    def RegisterApplication(self, path, options, sender, done, fail):
        def take(managed):
            self.applications[(sender, path)] = [(str(p), i[CHARACTERISTIC]) for p, i in managed.items() if CHARACTERISTIC in i]
            done()
        bus.get_object(sender, path, introspect=False).GetManagedObjects(dbus_interface=MANAGER, reply_handler=take, error_handler=fail)

    @dbus.service.method(GATT, in_signature="o", sender_keyword="sender")
    def UnregisterApplication(self, path, sender):
        if self.applications.pop((sender, path), None) is None:
            raise Failed("DoesNotExist", "Does Not Exist")


class Device(Thing):
    """What one adapter has heard of another, or of a stranger: (flags, of) is an uuid and the bytes of a characteristic that nobody else holds."""

    def __init__(self, adapter, address, data, peer=None, values=()):
        self.adapter, self.peer, self.values, self.parts = adapter, peer, values, []
        super().__init__("%s/dev_%s" % (adapter.path, address.replace(":", "_")), {DEVICE: {
            "Address": address, "RSSI": dbus.Int16(-60), "Connected": dbus.Boolean(False), "ServicesResolved": dbus.Boolean(False),
            "Paired": dbus.Boolean("owned" in vices), "Class": dbus.UInt32(0x0c010c), "ServiceData": data}})

    def vanish(self):
        for part in self.parts:
            part.leave()
        self.parts = []
        if self.path in objects:
            self.leave()

    @dbus.service.method(DEVICE, async_callbacks=("done", "fail"))
    def Connect(self, done, fail):
        calls["connect"] += 1
        if "slow" in vices and self.peer is None:
            return  # and never answers
        if "deaf" in vices:
            return fail(Failed("Failed", "le-connection-abort-by-local"))
        self.change(DEVICE, Connected=dbus.Boolean(True))
        done()
        GLib.timeout_add(50, self.resolve)

    def resolve(self):
        if self.path in objects and not self.parts:
            held = [(uuid, None, value, None) for uuid, value in self.values]
            if self.peer is not None:
                held += [(str(p["UUID"]), sender, path, p) for (sender, _), parts in self.peer.applications.items() for path, p in parts]
            for i, (uuid, sender, what, _) in enumerate(held):
                self.parts.append(Part("%s/service0001/char%04x" % (self.path, i), uuid, sender, what))
            self.change(DEVICE, ServicesResolved=dbus.Boolean(True))
        return False

    @dbus.service.method(DEVICE)
    def Disconnect(self):
        for part in self.parts:
            part.leave()
        self.parts = []
        self.change(DEVICE, Connected=dbus.Boolean(False), ServicesResolved=dbus.Boolean(False))


class Part(Thing):
    def __init__(self, path, uuid, sender, what):
        self.sender, self.what = sender, what
        super().__init__(path, {CHARACTERISTIC: {"UUID": uuid}})

    @dbus.service.method(CHARACTERISTIC, in_signature="a{sv}", out_signature="ay", async_callbacks=("done", "fail"))
    def ReadValue(self, options, done, fail):
        calls["read"] += 1
        if self.sender is None:
            return done(dbus.Array(self.what, signature="y"))
        got = []

        def more(value):
            got.extend(value[:MTU])
            if len(value) > MTU:
                ask()
            else:
                done(dbus.Array(got, signature="y"))

        def ask():
            bus.get_object(self.sender, self.what, introspect=False).ReadValue(
                dbus.Dictionary({"offset": dbus.UInt16(len(got))}, signature="sv"), dbus_interface=CHARACTERISTIC, reply_handler=more, error_handler=fail)
        ask()


def tick():
    """One adapter says one thing at a time, as a radio does."""
    for teller in adapters.values():
        said = list(teller.said.values())
        if said and teller.on():
            teller.turn += 1
            data = said[teller.turn % len(said)]
            for listener in adapters.values():
                if listener is not teller and listener.listeners and listener.on():
                    hear(listener, teller, data)
    return True


def hear(listener, teller, data):
    path = "%s/dev_%s" % (listener.path, teller.address.replace(":", "_"))
    if path not in objects:
        Device(listener, teller.address, data, peer=teller)
    else:
        objects[path].change(DEVICE, ServiceData=data, RSSI=dbus.Int16(-55 - teller.turn % 5))


def stranger(adapter, number, data, values=()):
    Device(adapters[adapter], "66:00:00:00:%02X:%02X" % (number >> 8, number & 255), service_data(data), values=values)


def service_data(data):
    return dbus.Dictionary({BEACON: data}, signature="sv")


def octets(values):
    return dbus.Array([dbus.Byte(v) for v in values], signature="y")


def command(line):
    verb, *rest = line.split()
    if verb == "power":
        adapter = adapters[int(rest[0])]
        adapter.listeners.clear(), adapter.said.clear()
        adapter.change(ADAPTER, Powered=dbus.Boolean(rest[1] == "on"))
    elif verb == "unplug":
        adapter = adapters.pop(int(rest[0]))
        for device in adapter.devices():
            device.vanish()
        adapter.leave()
    elif verb == "plug":
        Adapter(int(rest[0]))
    elif verb == "vice":
        vices.add(rest[0])
    elif verb == "virtue":
        vices.discard(rest[0])
    elif verb == "garbage":
        for i, data in enumerate([octets([]), octets([1]), octets([9] * 9), octets([1] * 400), dbus.String("text"), dbus.Int32(7),
                                  dbus.Array(["a", "b"], signature="s"), dbus.Dictionary({"a": "b"}, signature="ss")]):
            stranger(int(rest[0]), 1000 + i, data)
        root.InterfacesAdded(dbus.ObjectPath("/org/bluez/hci0/dev_x"), dbus.Dictionary({DEVICE: dbus.Dictionary({"ServiceData": 3}, signature="sv")}, signature="sa{sv}"))
    elif verb == "flood":
        for i in range(int(rest[1])):
            stranger(int(rest[0]), i, octets([1] + list(os.urandom(8))))
    elif verb == "huge":
        stranger(int(rest[0]), 2000, octets([1] * 9), [(PART, os.urandom(100000)), (PART, os.urandom(513))] + [(PART, os.urandom(512))] * 300)
    elif verb == "letters":
        stranger(int(rest[0]), 3000 + len(objects), octets(bytes.fromhex(rest[1])), [(PART, bytes.fromhex(value)) for value in rest[2:]])
    elif verb == "said":
        return " ".join(sorted(bytes(data[BEACON]).hex() for data in adapters[int(rest[0])].said.values()))
    elif verb == "state":
        return "said %d applications %d listeners %d devices %d connect %d read %d" % (
            sum(len(a.said) for a in adapters.values()), sum(len(a.applications) for a in adapters.values()), sum(len(a.listeners) for a in adapters.values()),
            sum(len(a.devices()) for a in adapters.values()), calls["connect"], calls["read"])
    elif verb == "connected":
        return str(sum(bool(o.interfaces[DEVICE]["Connected"]) for o in objects.values() if isinstance(o, Device)))
    return "ok"


def on_input(source, condition):
    line = sys.stdin.readline()
    if not line:
        loop.quit()
        return False
    print(command(line.strip()), flush=True)
    return True


def on_owner(name, old, new):
    if name.startswith(":") and not new:
        for adapter in adapters.values():
            adapter.forget(name)


dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.bus.BusConnection(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
name = dbus.service.BusName("org.bluez", bus)
root = Root(bus, "/")
for count in range(int(sys.argv[1])):
    Adapter(count)
bus.add_signal_receiver(on_owner, "NameOwnerChanged", "org.freedesktop.DBus")
GLib.timeout_add(TICK_MS, tick)
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, on_input)
loop = GLib.MainLoop()
print("ready", flush=True)
loop.run()
