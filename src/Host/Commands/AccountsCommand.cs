using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Host.Api;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator accounts</c>.</summary>
internal static class AccountsCommand
{
    public static Command Create() => SwitchableCommand.Create(
        "accounts", "account", "Shows the accounts and how they are connected.",
        async (daemon, json, stop) =>
        {
            var accounts = await daemon.AccountsAsync(stop);
            if (json)
            {
                foreach (var account in accounts)
                    Console.WriteLine(JsonSerializer.Serialize(account, ApiJson.Default.AccountView));
                return;
            }

            Columns.Print("No accounts.", ["JID", "State", "Since", "Inbox", "Detail"],
                accounts.Select(a => new[] { a.Jid, a.State.ToString(), Time(a.Since), a.Inbox, a.Detail }));
        },
        async (daemon, jid, enabled, json, stop) =>
        {
            var account = await daemon.SetAccountAsync(jid, enabled, stop);
            Console.WriteLine(json ? JsonSerializer.Serialize(account, ApiJson.Default.AccountView) : $"{account.Jid} {account.State}");
        });

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
