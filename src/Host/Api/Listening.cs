using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orchestrator.Host.Configuration;
using Orchestrator.Streams.Files;

namespace Orchestrator.Host.Api;

/// <summary>Sets up the socket that the API is served on.</summary>
internal static class Listening
{
    /// <summary>Sets Kestrel up.</summary>
    public static void On(IWebHostBuilder web, HttpSettings http, ConnectionLimit connections) => web
        .UseKestrelCore()
        .UseKestrelHttpsConfiguration()
        .UseSockets(sockets => sockets.CreateBoundListenSocket = endPoint =>
            endPoint is UnixDomainSocketEndPoint unix ? Bound(unix) : Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets.SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint))
        .ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ApiServer.MaxBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(1);
            if (http.Listen is UnixDomainSocketEndPoint unix)
                kestrel.ListenUnixSocket(unix.ToString(), listen => Set(listen, http, connections));
            else
                kestrel.Listen((IPEndPoint)http.Listen, listen => Set(listen, http, connections));
        });

    private static void Set(ListenOptions listen, HttpSettings http, ConnectionLimit connections)
    {
        listen.Use(next => connection => connections.InvokeAsync(connection, next, canTell: http.Certificate is null));
        if (http.Certificate is { } certificate)
            listen.UseHttps(certificate);
        else
            listen.Protocols = HttpProtocols.Http1;
    }

    // The mode is set before anybody can connect: that takes a socket that listens.
    private static Socket Bound(UnixDomainSocketEndPoint endPoint)
    {
        var path = endPoint.ToString();
        RemoveStale(endPoint, path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(endPoint);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // A daemon that was killed leaves its socket behind; nobody listens there any more.
    private static void RemoveStale(UnixDomainSocketEndPoint endPoint, string path)
    {
        if (!File.Exists(path))
            return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endPoint);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && IsSpecial(path))
        {
            File.Delete(path);
            return;
        }
        catch (SocketException e)
        {
            throw new IOException($"something else stands there ({e.Message}).", e);
        }

        throw new IOException("another daemon listens there.");
    }

    // To connect to a file of bytes is refused, too.
    private static bool IsSpecial(string path)
    {
        try
        {
            SourceFile.Inspect(path);
            return false;
        }
        catch (SourceFileException e)
        {
            return e.Kind == SourceFileError.Special;
        }
    }
}
