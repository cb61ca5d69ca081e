using Orchestrator.Tests.Interop.Foreign;

namespace Orchestrator.Tests.Interop;

public sealed class QxmppTests(BothServers servers) : ClientTests(servers, ForeignClient.Qxmpp);
