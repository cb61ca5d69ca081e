using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

public sealed class EjabberdTests(Ejabberd server) : ServerTests<Ejabberd>(server);
