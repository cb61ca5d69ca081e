using System.Diagnostics;
using System.Globalization;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Orchestrator.Host.Api;
using Orchestrator.Host.Client;
using Orchestrator.Sandbox;

namespace Orchestrator.Host.Demo;

/// <summary>
/// Two daemons as processes of their own, an XMPP server in this one, a random file, a real SIGKILL in the middle:
/// shows that the transfer finishes by itself, from where it was, with one whole file.
/// </summary>
internal sealed class DemoRun(DemoOptions options, DemoReport report)
{
    private const double KillFrom = 0.4;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly string _victimName = options.Victim.ToString().ToLowerInvariant();

    /// <summary>The daemons, for their logs.</summary>
    public IReadOnlyList<DemoDaemon> Daemons { get; private set; } = [];

    /// <summary>What is found; complete only when the run ends without a <see cref="DemoFailure"/>.</summary>
    public async Task<DemoResult> RunAsync(CancellationToken stop)
    {
        report.Title($"{Units.Bytes(options.Size)} from sender@{DemoStage.Domain} to receiver@{DemoStage.Domain}, "
            + (options.Victim == Victim.None ? "nobody is killed" : $"the {_victimName} is killed in the middle"));
        using var stage = new DemoStage();
        var sha256 = await stage.WriteSourceAsync(options.Size, stop);
        report.Step($"random file, SHA-256 {sha256}");
        await using var server = await SandboxServer.StartAsync(new SandboxOptions
        {
            Domain = DemoStage.Domain,
            Users = new Dictionary<string, string> { ["sender"] = "sender", ["receiver"] = "receiver" },
            RequireTls = true,
        });
        report.Step($"XMPP server in this process, port {server.C2sPort}, STARTTLS and SCRAM");

        Task<string> ConfigAsync(string user, bool limited) =>
            stage.WriteConfigAsync(user, server.C2sPort, server.Certificate.ExportCertificatePem(), options.Size, limited);
        await using var sender = new DemoDaemon("sender", await ConfigAsync("sender", options.Victim != Victim.None));
        await using var receiver = new DemoDaemon("receiver", await ConfigAsync("receiver", false));
        Daemons = [sender, receiver];
        await Task.WhenAll(Daemons.Select(daemon => daemon.StartAsync(stop)));
        foreach (var daemon in Daemons)
            report.Step($"daemon {daemon.Name} is process {daemon.Pid}");

        var (sent, _) = await sender.Client.SubmitAsync(new SubmitRequest(stage.Source, $"receiver@{DemoStage.Domain}"), "demo", stop);
        var began = Stopwatch.GetTimestamp();
        report.Step($"transfer {sent.Id} is accepted and durable");
        var watch = new DemoWatch(sender, receiver, sent);
        if (options.Victim != Victim.None)
        {
            var at = await watch.UntilAsync(view => view.Offset >= options.Size * KillFrom, Poll, stop);
            if (at.State == TransferStatus.Completed)
                throw new DemoFailure("the transfer was over before the kill; choose a larger --size.");
            await KillAndRestartAsync(options.Victim == Victim.Sender ? sender : receiver, at, ConfigAsync, stop);
            began = await watch.UntilResumedAsync(at.Sessions, Poll, stop);
        }

        var received = await watch.UntilCompletedAsync(Poll, stop);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        report.Step($"Completed on both sides, confirmed by {watch.Sent.ConfirmedBy ?? "nobody"}");
        await stage.CheckArrivedAsync(sha256, stop);
        report.Step("exactly one file arrived, and its SHA-256 is the same");
        if (options.Victim != Victim.None && received.ResumedAt <= 0)
            throw new DemoFailure("the transfer began again at 0 and did not resume.");
        var rate = (options.Size - received.ResumedAt) / seconds;
        Summarize(received, rate);
        return new DemoResult(options.Size, true, received.ResumedAt, _victimName, received.Sessions, Math.Round(rate / 1e6, 1));
    }

    private async Task KillAndRestartAsync(
        DemoDaemon victim, TransferView at, Func<string, bool, Task<string>> configAsync, CancellationToken stop)
    {
        var pid = victim.Pid;
        await victim.KillAsync();
        report.Kill($"kill -9 {pid}: the {victim.Name} dies with {Units.Bytes(at.Offset)} of {Units.Bytes(at.Size)} over "
            + string.Create(CultureInfo.InvariantCulture, $"({100.0 * at.Offset / at.Size:0} %)"));
        await configAsync(victim.Name, false);
        await victim.StartAsync(stop);
        report.Step($"daemon {victim.Name} runs again as process {victim.Pid}");
    }

    private void Summarize(TransferView received, double rate) => report.Summary(
        ("file", $"{options.Size} bytes"),
        ("resumed at", string.Create(CultureInfo.InvariantCulture, $"{received.ResumedAt} ({100.0 * received.ResumedAt / Math.Max(1, options.Size):0} %)")),
        ("sessions", received.Sessions.ToString(CultureInfo.InvariantCulture)),
        ("road", received.Road ?? ""),
        ("last session", Units.Rate(rate)));
}
