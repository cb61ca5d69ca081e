using System.Threading.Channels;
using Akka.Actor;

namespace Orchestrator.Tests.Runtime.Persistence;

/// <summary>
/// The process that <see cref="KillTests"/> kills: <c>dotnet Tests.Runtime.dll FILE ACTORS</c>. Its actors persist one
/// event after the other; each one's name and number are printed once its handler has run.
/// </summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        using var system = ActorSystem.Create("victim", SqlConfig.For(args[0]));
        var diary = Channel.CreateUnbounded<string>();
        var writer = diary.Writer;
        for (var n = 0; n < int.Parse(args[1], null); n++)
        {
            var id = $"actor-{n}";
            system.ActorOf(Props.Create(() => new Scripted(id, writer))).Tell((Action<Scripted>)Again, ActorRefs.NoSender);
        }
        await foreach (var entry in diary.Reader.ReadAllAsync())
            await Console.Out.WriteLineAsync(entry);

        void Again(Scripted actor) => actor.Persist(new Happened("."), _ =>
        {
            actor.Note($"{actor.PersistenceId} {actor.LastSequenceNr}");
            actor.Me.Tell((Action<Scripted>)Again, ActorRefs.NoSender);
        });
    }
}
