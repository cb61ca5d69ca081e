using Orchestrator.Host.Commands;

return await CommandLine.RunAsync(args);
