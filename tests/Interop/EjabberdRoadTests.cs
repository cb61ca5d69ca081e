using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

public sealed class EjabberdRoadTests(OpenEjabberd server) : ServerRoadTests<OpenEjabberd>(server);
