using System.Diagnostics;

namespace Orchestrator.Tests.Runtime.Persistence;

public class KillTests : PersistenceSpec
{
    [Fact]
    public async Task A_killed_process_loses_no_event_whose_handler_ran()
    {
        const int Actors = 8;
        var acknowledged = new Dictionary<string, long>();
        for (var round = 1; round <= 2; round++)
        {
            using var victim = Process.Start(new ProcessStartInfo(
                Environment.ProcessPath!, ["exec", typeof(KillTests).Assembly.Location, File, $"{Actors}"])
            { RedirectStandardOutput = true })!;
            using var patience = new CancellationTokenSource(Patience);
            var (seen, killed) = (0, false);
            while (await victim.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.Split(' ') is not [var actor, var number] || !actor.StartsWith("actor-", StringComparison.Ordinal))
                    continue;
                acknowledged[actor] = Math.Max(acknowledged.GetValueOrDefault(actor), long.Parse(number, null));
                if (++seen >= 500 && !killed)
                {
                    victim.Kill();
                    killed = true;
                }
            }
            await victim.WaitForExitAsync(patience.Token);
            killed.ShouldBeTrue();
        }

        acknowledged.Count.ShouldBe(Actors);
        foreach (var (actor, number) in acknowledged)
        {
            Start(actor);
            var recovered = (await Next()).Split(' ');
            recovered[0].ShouldBe("recovered");
            var last = long.Parse(recovered[1].TrimEnd(':'), null);
            last.ShouldBeGreaterThanOrEqualTo(number);
            recovered[2].Length.ShouldBe((int)last);
        }
    }
}
