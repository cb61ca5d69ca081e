using System.Runtime.CompilerServices;
using Orchestrator.Host.Configuration;

namespace Orchestrator.Host.Doctor;

/// <summary>Looks at all that a daemon with this configuration needs, from the file to the login, and tells what it finds as it finds it.</summary>
internal static class Examination
{
    /// <summary>The findings, in the order of the checks. A check that fails keeps none from being made that does not build on it.</summary>
    public static async IAsyncEnumerable<Finding> RunAsync(string file, ILoggerFactory loggers, [EnumeratorCancellation] CancellationToken stop)
    {
        HostSettings? settings = null;
        foreach (var finding in Configuration(file, out settings))
            yield return finding;
        if (settings is null)
            yield break;

        var daemon = DaemonLock.Of(settings.Node.DataDir);
        foreach (var finding in Disk.Check(settings.Node, daemon))
            yield return finding;
        yield return await Disk.DatabaseAsync(settings.Node.DataDir, stop);
        await foreach (var finding in Network.CheckAsync(settings, daemon.IsHeld, stop))
            yield return finding;
        foreach (var account in settings.Node.Accounts)
        {
            await foreach (var finding in Login.CheckAsync(account, settings.Node.S5b.Proxies, daemon.IsHeld, loggers, stop))
                yield return finding;
        }
    }

    /// <summary>What is wrong with the configuration alone, and its settings where nothing is.</summary>
    public static IReadOnlyList<Finding> Configuration(string file, out HostSettings? settings)
    {
        const string Check = "configuration";
        settings = null;
        try
        {
            settings = SettingsReader.ReadFile(file);
            return [.. settings.Warnings.Select(w => Finding.Warning(Check, w.ToString())), Finding.Ok(Check, $"{file} has no faults")];
        }
        catch (ConfigException e)
        {
            return [.. e.Faults.Select(fault => Finding.Fault(Check, fault.ToString()))];
        }
        catch (CommandException e)
        {
            return [Finding.Fault(Check, e.Message)];
        }
    }
}
