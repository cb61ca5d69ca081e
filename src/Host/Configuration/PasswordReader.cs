namespace Orchestrator.Host.Configuration;

/// <summary>Fetches an account's password from a file or the environment; never from the configuration itself.</summary>
internal static class PasswordReader
{
    /// <summary>The password; empty after a fault.</summary>
    public static string Read(ConfigSection section, string root)
    {
        var file = section.Text("password-file");
        var variable = section.Text("password-env");
        if (file is not null && variable is not null)
            section.Fault("password-env", "password-file is set too; remove one of the two");
        else if (file is not null)
            return SecretFile.Read(section, "password-file", Path.GetFullPath(file, root), "the password") ?? "";
        else if (variable is not null)
            return FromEnvironment(section, variable);
        else
            section.Fault("password-file", "a password is required; add password-file = \"bot.password\" or password-env = \"BOT_PASSWORD\"");
        return "";
    }

    private static string FromEnvironment(ConfigSection section, string variable)
    {
        var password = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(password))
            section.Fault("password-env", $"the environment has no {variable}; set it, or use password-file");
        return password ?? "";
    }
}
