using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

public sealed class ProsodyRoadTests(OpenProsody server) : ServerRoadTests<OpenProsody>(server);
