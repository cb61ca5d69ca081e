using System.Globalization;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop.Foreign;

/// <summary>A client in wide use that is no Orchestrator, run without a window by a driver of bench/peers.</summary>
public sealed class ForeignClient
{
    private static readonly string _drivers = Path.Combine(AppContext.BaseDirectory, "peers");
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private readonly Lazy<Task<string[]>> _command;

    private ForeignClient(Func<Task<string[]>> command)
    {
        _command = new(command);
    }

    public static ForeignClient Slixmpp { get; } =
        new(() => Task.FromResult<string[]>(["/usr/bin/python3", Path.Combine(_drivers, "slixmpp_peer.py")]));

    public static ForeignClient Qxmpp { get; } = new(() => BuildAsync("g++", "qxmpp_peer.cpp", "qxmpp Qt5Core Qt5Network Qt5Xml"));

    public static ForeignClient Libpurple { get; } = new(() => BuildAsync("gcc", "purple_peer.c", "purple glib-2.0"));

    /// <summary>Starts it as the receiver of a file.</summary>
    /// <param name="server">Where it logs in.</param>
    /// <param name="road">direct, proxy or ibb.</param>
    /// <param name="jid">Its full address.</param>
    /// <param name="path">Where the file goes.</param>
    /// <param name="settings">A folder of its own.</param>
    public Task<ChildProcess> ReceiveAsync(XmppServer server, string road, string jid, string path, string settings) =>
        StartAsync(server, road, settings, "recv", jid, path);

    /// <summary>Starts it as a sender, that begins when it gets a line.</summary>
    public Task<ChildProcess> SendAsync(XmppServer server, string road, string jid, string path, string settings, string to) =>
        StartAsync(server, road, settings, "send", jid, path, to);

    private async Task<ChildProcess> StartAsync(XmppServer server, string road, string settings, params string[] arguments)
    {
        var command = await _command.Value;
        return await ChildProcess.StartAsync(command[0], [.. command[1..], .. arguments], new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = server.ClientPort.ToString(CultureInfo.InvariantCulture),
            ["PASSWORD"] = XmppServer.Password,
            ["CA"] = server.CaFile,
            ["ADDRESS"] = "127.0.0.1",
            ["ROAD"] = road,
            ["PROXY"] = XmppServer.ProxyJid,
            ["FOLDER"] = settings,
        });
    }

    /// <summary>Compiles the driver, unless an earlier run did.</summary>
    private static async Task<string[]> BuildAsync(string compiler, string source, string libraries)
    {
        var from = Path.Combine(_drivers, source);
        var program = Path.ChangeExtension(from, null);
        if (File.GetLastWriteTimeUtc(program) > File.GetLastWriteTimeUtc(from))
            return [program];
        await using var build = await ChildProcess.StartAsync(
            "bash", ["-c", $"set -o pipefail; {compiler} -O2 -fPIC -o '{program}.new' '{from}' $(pkg-config --cflags --libs {libraries}) && mv '{program}.new' '{program}'"]);
        (await build.ExitAsync(_patience)).ShouldBe(0, build.Output);
        return [program];
    }
}
