// The least that moves a file between two processes, to measure Orchestrator against:
// read 256 KiB, send; receive, write; SHA-256 on the way at both ends unless --no-hash; --fsync: the file is on disk at the end.
//   reference recv FILE SIZE [--no-hash] [--fsync]   prints LISTEN port; at the end DONE sha256
//   reference send FILE PORT [--no-hash]             prints READY, begins when a line comes; at the end DONE sha256
// After DONE it waits for its input to end, so that its CPU time and memory can be read.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

const int Block = 256 * 1024;
var path = args[1];
var buffer = new byte[Block];
using var hash = args.Contains("--no-hash") ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

if (args[0] == "recv")
    await ReceiveAsync(long.Parse(args[2], CultureInfo.InvariantCulture), args.Contains("--fsync"));
else
    await SendAsync(int.Parse(args[2], CultureInfo.InvariantCulture));

Console.WriteLine($"DONE {(hash is null ? "-" : Convert.ToHexStringLower(hash.GetHashAndReset()))}");
await Console.In.ReadToEndAsync();

async Task ReceiveAsync(long size, bool fsync)
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    Console.WriteLine($"LISTEN {((IPEndPoint)listener.LocalEndpoint).Port}");
    using var socket = await listener.AcceptSocketAsync();
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

async Task SendAsync(int port)
{
    Console.WriteLine("READY");
    await Console.In.ReadLineAsync();
    using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    await socket.ConnectAsync(IPAddress.Loopback, port);
    await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    for (int n; (n = await file.ReadAsync(buffer)) > 0;)
    {
        hash?.AppendData(buffer.AsSpan(0, n));
        for (var sent = 0; sent < n;)
            sent += await socket.SendAsync(buffer.AsMemory(sent, n - sent));
    }

    socket.Shutdown(SocketShutdown.Send);
}
