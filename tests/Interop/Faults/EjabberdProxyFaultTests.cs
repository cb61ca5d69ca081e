using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop.Faults;

public sealed class EjabberdProxyFaultTests(Ejabberd server) : ServerProxyFaultTests<Ejabberd>(server);
