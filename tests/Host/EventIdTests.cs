using System.Reflection;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Host;
using Orchestrator.Sandbox;
using Orchestrator.Streams.Socks5;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Host;

/// <summary>Event ids are permanent: scripts and alerts rely on them.</summary>
public sealed class EventIdTests
{
    private static readonly (Assembly Assembly, int First)[] Ranges =
    [
        (typeof(Jid).Assembly, 1000),
        (typeof(Socks5Listener).Assembly, 2000),
        (typeof(OrchestratorNode).Assembly, 3000),
        (typeof(ExitCode).Assembly, 4000),
        (typeof(SandboxServer).Assembly, 5000),
    ];

    [Fact]
    public void Every_event_has_an_id_of_its_own_in_its_projects_range()
    {
        var all = new List<int>();
        foreach (var (assembly, first) in Ranges)
        {
            var ids = assembly.GetTypes()
                .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
                .OfType<LoggerMessageAttribute>()
                .Select(message => message.EventId)
                .ToList();
            ids.ShouldNotBeEmpty();
            ids.ShouldAllBe(id => id >= first && id < first + 1000);
            all.AddRange(ids);
        }

        all.ShouldBeUnique();
    }
}
