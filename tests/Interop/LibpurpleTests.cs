using Orchestrator.Tests.Interop.Foreign;

namespace Orchestrator.Tests.Interop;

public sealed class LibpurpleTests(BothServers servers) : ClientTests(servers, ForeignClient.Libpurple)
{
    // It writes and closes without waiting for the proxy's answer to its activation; Prosody drops what came before it.
    protected override bool MayLose(string server, string road, long size) => (server, road) is ("Prosody", "proxy") && size <= 1 << 20;
}
