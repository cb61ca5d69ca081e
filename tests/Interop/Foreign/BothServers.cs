using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop.Foreign;

/// <summary>Prosody and ejabberd, each with a proxy that serves everybody.</summary>
public sealed class BothServers : IAsyncLifetime, IDisposable
{
    private readonly OpenProsody _prosody = new();
    private readonly OpenEjabberd _ejabberd = new();

    public XmppServer this[string name] => name switch
    {
        "Prosody" => _prosody,
        "ejabberd" => _ejabberd,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such server"),
    };

    public Task InitializeAsync() => Task.WhenAll(_prosody.InitializeAsync(), _ejabberd.InitializeAsync());

    public Task DisposeAsync() => Task.WhenAll(_prosody.DisposeAsync(), _ejabberd.DisposeAsync());

    public void Dispose()
    {
        _prosody.Dispose();
        _ejabberd.Dispose();
    }
}
