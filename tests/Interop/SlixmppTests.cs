using Orchestrator.Tests.Interop.Foreign;

namespace Orchestrator.Tests.Interop;

public sealed class SlixmppTests(BothServers servers) : ClientTests(servers, ForeignClient.Slixmpp);
