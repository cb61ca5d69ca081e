namespace Orchestrator.Host.Configuration;

/// <summary>Reads a secret out of a file of its own; it never stands in the configuration itself.</summary>
internal static class SecretFile
{
    private const int MaxBytes = 1024;

    /// <summary>The secret without its line end, or null after a fault.</summary>
    /// <param name="section">Where the setting stands.</param>
    /// <param name="key">The setting's name.</param>
    /// <param name="file">The file, absolute.</param>
    /// <param name="what">What must be in it, such as "the password".</param>
    public static string? Read(ConfigSection section, string key, string file, string what)
    {
        if (!File.Exists(file))
        {
            section.Fault(key, $"there is no file {file}; make it, mode 600, with {what} in it");
            return null;
        }

        try
        {
            if (new FileInfo(file).Length > MaxBytes)
            {
                section.Fault(key, $"{file} is larger than {MaxBytes} bytes; it must hold {what} and nothing else");
                return null;
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
                section.Warn(key, $"everybody on this machine can read or change {file}; chmod 600 it");
            var secret = File.ReadAllText(file).TrimEnd('\r', '\n');
            if (secret.Length > 0)
                return secret;
            section.Fault(key, $"{file} is empty; write {what} into it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            section.Fault(key, $"cannot read {file}: {e.Message}");
        }

        return null;
    }
}
