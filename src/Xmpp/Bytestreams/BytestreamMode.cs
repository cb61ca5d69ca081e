namespace Orchestrator.Xmpp.Bytestreams;

/// <summary>The protocol under a bytestream (XEP-0065 §5.3.1).</summary>
public enum BytestreamMode
{
    /// <summary>TCP, the default.</summary>
    Tcp,

    /// <summary>UDP, which is answered with not-acceptable.</summary>
    Udp,
}
