using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Door;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.AdHoc;

namespace Orchestrator.Tests.Actors.Door;

public sealed class DoorAnswersTests
{
    [Fact]
    public void A_long_answer_fits_into_a_stanza_that_every_server_takes_and_says_what_it_leaves_out()
    {
        var data = JsonSerializer.SerializeToElement(Enumerable.Range(0, 100).ToDictionary(i => $"key{i}", i => "<\"&'>"));
        var history = new AdminProtocol.History(
            [.. Enumerable.Range(1, 200).Select(i => new HistoryEvent(i, "id", DateTimeOffset.UnixEpoch, "api", "submitted", data))], null);

        var answer = DoorAnswers.Render(DoorCommand.Find("orchestrator#history")!, new CommandReply("orchestrator#history", "s1"), history);

        Encoding.UTF8.GetByteCount(answer.ToString(SaveOptions.DisableFormatting)).ShouldBeLessThan(60 * 1024);
        var rows = answer.Descendants(Ns.DataForms + "item").Count();
        rows.ShouldBeInRange(10, 199);
        answer.Descendants(Ns.DataForms + "title").Single().Value.ShouldBe($"200 events; {rows} of them fit into one answer");
    }
}
