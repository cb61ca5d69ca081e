using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Host.Serving;

namespace Orchestrator.Tests.Host.Serving;

public sealed class LogLineTests
{
    [Fact]
    public void An_event_is_one_line_whatever_a_peer_called_its_file()
    {
        var line = Written("Received a\nINFO forged\u001b[2J", new InvalidOperationException("two\nlines"));

        line.ShouldHaveSingleLine().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARN  4242 Received a\\u\{a\}INFO forged\\u\{1b\}\[2J \| ");
        line.ShouldContain("InvalidOperationException: two | lines");
    }

    private static string Written(string message, Exception error)
    {
        using var writer = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Warning, "category", new EventId(4242), message, error, (text, _) => text);
        new LogLine().Write(entry, null, writer);
        return writer.ToString();
    }
}
