using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop.Faults;

public sealed class ProsodyProxyFaultTests(Prosody server) : ServerProxyFaultTests<Prosody>(server);
