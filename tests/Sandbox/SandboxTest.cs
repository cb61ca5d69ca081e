using Orchestrator.Sandbox;

namespace Orchestrator.Tests.Sandbox;

/// <summary>A server of its own for each test, with users a and b and the component files.localhost.</summary>
public abstract class SandboxTest : IAsyncLifetime
{
    private protected SandboxServer Server { get; private set; } = null!;

    private protected virtual SandboxOptions Options => Defaults();

    private protected static SandboxOptions Defaults(bool requireTls = false, bool replace = true, int maxQueued = 4 << 20) => new()
    {
        Users = new Dictionary<string, string> { ["a"] = "secret", ["b"] = "secret", ["c,=d"] = "secret" },
        Components = new Dictionary<string, string> { ["files.localhost"] = "secret", ["absent.localhost"] = "secret" },
        RequireTls = requireTls,
        ReplaceOnConflict = replace,
        MaxQueued = maxQueued,
    };

    public async Task InitializeAsync() => Server = await SandboxServer.StartAsync(Options);

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
