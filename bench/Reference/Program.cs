// The least that moves a file between two processes, to measure Orchestrator against:
// read 256 KiB, send; receive, write; SHA-256 on the way at both ends unless --no-hash; --fsync: the file is on disk at the end.
//   reference recv FILE SIZE [--no-hash] [--fsync]   prints LISTEN port; at the end DONE sha256
//   reference send FILE PORT [--no-hash]             prints READY, begins when a line comes; at the end DONE sha256
// With --proxy ADDRESS:PORT DSTADDR both connect to a SOCKS5 proxy and print CONNECTED: the receiver at once, the sender when a
// line comes; it sends when another line comes, by which the proxy is activated. --keep-open: without a half-close at the end.
// After DONE it waits for its input to end, so that its CPU time and memory can be read.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

const int Block = 256 * 1024;
var path = args[1];
var buffer = new byte[Block];
using var hash = args.Contains("--no-hash") ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
var proxy = args.SkipWhile(arg => arg != "--proxy").Skip(1).Take(2).ToArray();

if (args[0] == "recv")
    await ReceiveAsync(long.Parse(args[2], CultureInfo.InvariantCulture), args.Contains("--fsync"));
else
    await SendAsync(int.Parse(args[2], CultureInfo.InvariantCulture));

Console.WriteLine($"DONE {(hash is null ? "-" : Convert.ToHexStringLower(hash.GetHashAndReset()))}");
await Console.In.ReadToEndAsync();

async Task ReceiveAsync(long size, bool fsync)
{
    using var socket = proxy.Length > 0 ? await ReachProxyAsync() : await AcceptAsync();
    await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    for (long got = 0; got < size;)
    {
        var n = await socket.ReceiveAsync(buffer);
        if (n == 0)
            throw new EndOfStreamException($"only {got} of {size} bytes came");
        hash?.AppendData(buffer.AsSpan(0, n));
        await file.WriteAsync(buffer.AsMemory(0, n));
        got += n;
    }

    if (fsync)
        file.Flush(flushToDisk: true);
}

async Task<Socket> AcceptAsync()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    Console.WriteLine($"LISTEN {((IPEndPoint)listener.LocalEndpoint).Port}");
    return await listener.AcceptSocketAsync();
}

async Task SendAsync(int port)
{
    Console.WriteLine("READY");
    await Console.In.ReadLineAsync();
    using var socket = proxy.Length > 0 ? await ReachProxyAsync() : await ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
    if (proxy.Length > 0)
        await Console.In.ReadLineAsync();
    await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    for (int n; (n = await file.ReadAsync(buffer)) > 0;)
    {
        hash?.AppendData(buffer.AsSpan(0, n));
        for (var sent = 0; sent < n;)
            sent += await socket.SendAsync(buffer.AsMemory(sent, n - sent));
    }

    // ejabberd's proxy may cut what it still holds when it sees our end; Prosody's may hold it back until then. The receiver, who
    // counts, hangs up.
    if (!args.Contains("--keep-open"))
        socket.Shutdown(SocketShutdown.Send);
    if (proxy.Length > 0)
        await socket.ReceiveAsync(buffer);
}

async Task<Socket> ConnectAsync(EndPoint to)
{
    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    await socket.ConnectAsync(to);
    return socket;
}

// XEP-0065 §5.3.2: the greeting, no authentication, CONNECT to the digest at port 0.
async Task<Socket> ReachProxyAsync()
{
    var socket = await ConnectAsync(IPEndPoint.Parse(proxy[0]));
    var stream = new NetworkStream(socket);
    await stream.WriteAsync(new byte[] { 5, 1, 0 });
    await stream.ReadExactlyAsync(new byte[2]);
    byte[] request = [5, 1, 0, 3, (byte)proxy[1].Length, .. Encoding.ASCII.GetBytes(proxy[1]), 0, 0];
    await stream.WriteAsync(request);
    var reply = new byte[request.Length];
    await stream.ReadExactlyAsync(reply);
    if (reply[1] != 0)
        throw new IOException($"the proxy refuses: {reply[1]}");
    Console.WriteLine("CONNECTED");
    return socket;
}
