namespace Orchestrator.Xmpp.Jids;

internal static class Nfc
{
    public static string Normalize(string text) => text;
}
