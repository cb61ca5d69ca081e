namespace Orchestrator.Tests.Interop.Faults;

/// <summary>The ways in which a wire breaks.</summary>
public enum WireFaultKind
{
    /// <summary>Both ends get a RST.</summary>
    Reset,

    /// <summary>Whoever connected gets a RST; the other end hears nothing, its bytes pile up.</summary>
    ResetNear,

    /// <summary>What was connected to gets a RST; the other end hears nothing, its bytes pile up.</summary>
    ResetFar,

    /// <summary>Both ends get a FIN, as if the other one had closed in good order.</summary>
    HangUp,

    /// <summary>The way ends with a FIN, and what still comes for it is swallowed; the other way goes on.</summary>
    HalfClose,

    /// <summary>The way stands still; the connection stays.</summary>
    Stall,

    /// <summary>The way carries <see cref="RelayedLink.TrickleRate"/> bytes a second from now on.</summary>
    Trickle,

    /// <summary>What still comes is replaced by noise.</summary>
    Garbage,
}
