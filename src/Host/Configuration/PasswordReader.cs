namespace Orchestrator.Host.Configuration;

/// <summary>Fetches an account's password from a file or the environment; never from the configuration itself.</summary>
internal static class PasswordReader
{
    private const int MaxBytes = 1024;

    /// <summary>The password; empty after a fault.</summary>
    public static string Read(ConfigSection section, string root)
    {
        var file = section.Text("password-file");
        var variable = section.Text("password-env");
        if (file is not null && variable is not null)
            section.Fault("password-env", "password-file is set too; remove one of the two");
        else if (file is not null)
            return FromFile(section, Path.GetFullPath(file, root));
        else if (variable is not null)
            return FromEnvironment(section, variable);
        else
            section.Fault("password-file", "a password is required; add password-file = \"bot.password\" or password-env = \"BOT_PASSWORD\"");
        return "";
    }

    private static string FromFile(ConfigSection section, string file)
    {
        if (!File.Exists(file))
        {
            section.Fault("password-file", $"there is no file {file}; make it, mode 600, with the password in it");
            return "";
        }

        try
        {
            if (new FileInfo(file).Length > MaxBytes)
            {
                section.Fault("password-file", $"{file} is larger than {MaxBytes} bytes; it must hold the password and nothing else");
                return "";
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
                section.Warn("password-file", $"everybody on this machine can read or change {file}; chmod 600 it");
            var password = File.ReadAllText(file).TrimEnd('\r', '\n');
            if (password.Length == 0)
                section.Fault("password-file", $"{file} is empty; write the password into it");
            return password;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            section.Fault("password-file", $"cannot read {file}: {e.Message}");
            return "";
        }
    }

    private static string FromEnvironment(ConfigSection section, string variable)
    {
        var password = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(password))
            section.Fault("password-env", $"the environment has no {variable}; set it, or use password-file");
        return password ?? "";
    }
}
