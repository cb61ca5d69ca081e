namespace Orchestrator.Host.Demo;

/// <summary>Which daemon gets SIGKILL in the middle of the demo.</summary>
internal enum Victim
{
    Sender,
    Receiver,
    None,
}
