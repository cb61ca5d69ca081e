using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Orchestrator.Host.Commands;

/// <summary>The usual help, then the command's examples, or, for the program itself, its exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction usual, string exitCodes) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var more = parseResult.CommandResult.Command is TaughtCommand command
            ? "Examples:\n" + Indented(command.Examples)
            : exitCodes;
        parseResult.InvocationConfiguration.Output.WriteLine(more);
        return ExitCode.Ok;
    }

    private static string Indented(string lines) => "  " + lines.ReplaceLineEndings("\n  ");
}
