"""slixmpp as sender or receiver of one file over SI and a SOCKS5 or in-band bytestream.

    slixmpp_peer.py recv USER@HOST/RESOURCE FILE           prints READY; at the end DONE
    slixmpp_peer.py send USER@HOST/RESOURCE FILE TO        prints READY, begins when a line comes; at the end DONE

After DONE it waits for its input to end, so that its CPU time and memory can be read.
Environment: HOST, PORT, PASSWORD, CA (PEM file); ADDRESS is what the sender listens on and offers;
ROAD is direct (the default), proxy (as receiver the same) or ibb.

The stanzas are slixmpp's. It has no SOCKS5 listener; the sender's is asyncio's. Two faults of slixmpp 1.8.3 are
worked around: the handler of SI offers is a coroutine registered as a plain callback, and the default value of
`methods` cannot be serialised.
"""
import asyncio
import os
import sys

import slixmpp
from slixmpp.xmlstream.handler import CoroutineCallback
from slixmpp.xmlstream.matcher import StanzaPath

BYTESTREAMS = "http://jabber.org/protocol/bytestreams"
IBB = "http://jabber.org/protocol/ibb"
BLOCK = 256 * 1024


def say(*words):
    print(*words, flush=True)


class Peer(slixmpp.ClientXMPP):
    def __init__(self, role, jid, path, to=None):
        super().__init__(jid, os.environ["PASSWORD"])
        self.ca_certs = os.environ["CA"]
        self.role, self.path, self.to = role, path, to
        self.file, self.size, self.got = None, 0, 0
        for number in (30, 65, 47, 95, 96):
            self.register_plugin(f"xep_{number:04d}")
        self.road = os.environ.get("ROAD", "direct")
        self["xep_0095"].unregister_method(BYTESTREAMS if self.road == "ibb" else IBB)
        self["xep_0047"].max_block_size = 65535
        self.remove_handler("SI Request")
        self.register_handler(CoroutineCallback(
            "SI Request", StanzaPath("iq@type=set/si"), self["xep_0095"]._handle_request))
        self.add_event_handler("session_start", self.begin)
        self.add_event_handler("failed_auth", lambda _: self.fail("login refused"))
        self.add_event_handler("si_request", self.on_offer)
        self.add_event_handler("socks5_data", self.on_data)
        self.add_event_handler("ibb_stream_data", self.on_block)
        self.add_event_handler("ibb_stream_end", self.on_end)

    def fail(self, why):
        say("FAIL", why)
        os._exit(1)

    async def done(self):
        say("DONE")
        await self.loop.run_in_executor(None, sys.stdin.read)
        os._exit(0)

    async def begin(self, _):
        self.send_presence()
        say("READY")
        if self.role == "send":
            await self.loop.run_in_executor(None, sys.stdin.readline)
            try:
                await self.send_file()
            except Exception as error:  # the run must end, whatever went wrong
                self.fail(repr(error))
            await self.done()

    async def on_offer(self, iq):
        self.size = int(iq["si"]["file"]["size"])
        self.file = open(self.path, "wb", buffering=0)
        await self["xep_0095"].accept(iq["from"], iq["si"]["id"], ifrom=iq["to"])

    async def on_data(self, data):
        self.file.write(data)
        self.got += len(data)
        if self.got == self.size:
            self.file.close()
            # An in-band bytestream is closed by the sender, and the close is answered first.
            if self.road != "ibb":
                await self.done()

    async def on_block(self, stream):
        await self.on_data(stream.read())

    async def on_end(self, _):
        if self.role == "recv" and self.got == self.size:
            self.loop.call_later(0.2, lambda: self.loop.create_task(self.done()))

    async def offer_file(self, sid, method):
        await self["xep_0096"].request_file_transfer(
            self.to, sid=sid, name=os.path.basename(self.path), size=os.path.getsize(self.path),
            mime_type="application/octet-stream", methods=[{"value": method}], timeout=60)

    async def send_file(self):
        sid = os.urandom(8).hex()
        if self.road == "ibb":
            await self.send_in_band(sid)
        elif self.road == "proxy":
            await self.send_by_proxy(sid)
        else:
            await self.send_directly(sid)

    async def send_in_band(self, sid):
        await self.offer_file(sid, IBB)
        stream = await self["xep_0047"].open_stream(self.to, sid=sid)
        with open(self.path, "rb") as file:
            await stream.sendfile(file, timeout=60)
        await stream.close()

    async def send_by_proxy(self, sid):
        streams = self["xep_0065"]
        await streams.discover_proxies()
        await self.offer_file(sid, BYTESTREAMS)
        socket = await streams.handshake(self.to, sid=sid)
        with open(self.path, "rb", buffering=0) as file:
            while block := file.read(BLOCK):
                await socket.write(block)
        while socket.transport.get_write_buffer_size():
            await asyncio.sleep(0.05)
        socket.transport.close()

    async def send_directly(self, sid):
        streams = self["xep_0065"]
        digest = streams._get_dest_sha1(sid, self.boundjid, self.to).encode()
        connected = self.loop.create_future()

        async def on_connection(reader, writer):
            _, methods = await reader.readexactly(2)
            await reader.readexactly(methods)
            writer.write(b"\x05\x00")
            request = await reader.readexactly(47)
            if request[5:45] != digest:
                writer.close()
                return
            writer.write(b"\x05\x00\x00" + request[3:])
            await writer.drain()
            connected.set_result(writer)

        address = os.environ["ADDRESS"]
        server = await asyncio.start_server(on_connection, address, 0)
        port = server.sockets[0].getsockname()[1]
        streams._proxies = {slixmpp.JID(self.boundjid.full): (address, str(port))}
        await self.offer_file(sid, BYTESTREAMS)
        await streams.request_stream(self.to, sid=sid, timeout=60)
        writer = await asyncio.wait_for(connected, 20)
        with open(self.path, "rb", buffering=0) as file:
            while block := file.read(BLOCK):
                writer.write(block)
                await writer.drain()
        writer.close()
        await writer.wait_closed()


peer = Peer(*sys.argv[1:])
peer.connect((os.environ["HOST"], int(os.environ["PORT"])))
peer.process(forever=True)
