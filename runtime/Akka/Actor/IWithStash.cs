namespace Akka.Actor;

/// <summary>Messages put aside until the actor wants them back, in front of its mailbox, in the order in which they came.</summary>
public interface IStash
{
    /// <summary>Puts the message that is handled now aside. Once per message.</summary>
    void Stash();

    void UnstashAll();
}

public interface IActorStash
{
    IStash Stash { get; set; }
}

/// <summary>An actor with a stash; a restart or stop gives all of it back to the mailbox.</summary>
public interface IWithStash : IActorStash;
