using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

public sealed class ProsodyTests(Prosody server) : ServerTests<Prosody>(server);
