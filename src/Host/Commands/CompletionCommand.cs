using System.CommandLine;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator completion</c>. The program itself tells the words: <c>orchestrator "[suggest:POSITION]" "LINE"</c>.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _orchestrator() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(orchestrator "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o bashdefault -o default -F _orchestrator orchestrator
        """;

    private const string Zsh = """
        #compdef orchestrator
        _orchestrator() {
          local -a words_found
          words_found=("${(@f)$(orchestrator "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -a words_found || _files
        }
        compdef _orchestrator orchestrator
        """;

    private const string Fish = """
        complete -c orchestrator -a '(orchestrator "[suggest:"(commandline -Cp)"]" (commandline -p) 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new TaughtCommand("completion", "Prints a script that completes commands and options in a shell.", """
            orchestrator completion bash > /etc/bash_completion.d/orchestrator
            source <(orchestrator completion zsh)
            orchestrator completion fish > ~/.config/fish/completions/orchestrator.fish
            """)
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            Console.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCode.Ok;
        });
        return command;
    }
}
