using System.Security.Cryptography;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.AdHoc;
using Orchestrator.Xmpp.Disco;
using Orchestrator.Xmpp.Forms;

namespace Orchestrator.Actors.Door;

/// <summary>
/// The admin actor as ad-hoc commands (XEP-0050), for the JIDs that an account's <c>admins</c> name. It remembers nothing: a form
/// that comes back holds all there is to know, and the session's id is only handed back.
/// </summary>
public sealed class DoorActor : ReceiveActor
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly IActorRef _admin;
    private readonly ILogger _log;

    /// <summary>Asks <paramref name="admin"/> on behalf of those who may.</summary>
    public DoorActor(IActorRef admin, ILogger<DoorActor> log)
    {
        (_admin, _log) = (admin, log);
        Receive<AccountProtocol.Incoming>(iq =>
        {
            try
            {
                Answer(iq);
            }
            catch (StanzaErrorException e)
            {
                Sender.Tell(IqAnswer.Error(e.Error));
            }
        });
    }

    /// <summary>Whether a request is this actor's to answer: a command, or a question about commands.</summary>
    public static bool IsFor(AccountProtocol.Incoming iq) => iq.Payload.Name == CommandRequest.ElementName || Node(iq) is { } node
        && (node == Ns.Commands.NamespaceName || DoorCommand.Find(node) is not null);

    /// <summary>Whether that JID may command the daemon through this account.</summary>
    public static bool MayCommand(AccountProtocol.Incoming iq) =>
        iq.Account.Settings.Admins.Contains(iq.From) || iq.Account.Settings.Admins.Contains(iq.From.Bare);

    private void Answer(AccountProtocol.Incoming iq)
    {
        var may = MayCommand(iq);
        if (iq.Payload.Name.Namespace == Ns.DiscoItems)
            Sender.Tell(IqAnswer.Result(new DiscoItems(may && Node(iq) == Ns.Commands.NamespaceName ? [.. DoorCommands.All.Select(c => new DiscoItem(iq.To, c.Node, c.Title))] : [], Node(iq)).ToXml()));
        else if (iq.Payload.Name.Namespace == Ns.DiscoInfo)
            Sender.Tell(IqAnswer.Result(Info(Node(iq)!).ToXml()));
        else if (!may)
            Refuse(iq);
        else
            Execute(iq);
    }

    private void Refuse(AccountProtocol.Incoming iq)
    {
        DoorLog.Refused(_log, iq.From, (string?)iq.Payload.Attribute("node") ?? "");
        Sender.Tell(IqAnswer.Error(StanzaError.Forbidden("only the JIDs in the account's 'admins' may command this daemon")));
    }

    private void Execute(AccountProtocol.Incoming iq)
    {
        var request = CommandRequest.Parse(iq.Payload);
        var command = DoorCommand.Find(request.Node) ?? throw new StanzaErrorException(StanzaError.ItemNotFound($"there is no such command; disco#items of the node {Ns.Commands} lists those there are"));
        var reply = new CommandReply(command.Node, request.SessionId ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        if (request.IsCancel)
        {
            Sender.Tell(IqAnswer.Result(reply.Cancelled()));
        }
        else if (command.Fields.Length > 0 && request.Form is null)
        {
            Sender.Tell(IqAnswer.Result(reply.Asks(new DataForm(command.Title) { Fields = command.Fields })));
        }
        else
        {
            DoorLog.Executed(_log, iq.From, command.Name);
            var question = command.Question(request, iq.From.Bare);
            AskAsync(command, reply, question).PipeTo(Sender, Self);
        }
    }

    private async Task<IqAnswer> AskAsync(DoorCommand command, CommandReply reply, object question)
    {
        try
        {
            return IqAnswer.Result(DoorAnswers.Render(command, reply, question, await _admin.Ask<object>(question, _patience)));
        }
        catch (AskTimeoutException) when (question is AdminProtocol.ActOnAll)
        {
            return IqAnswer.Error(StanzaError.ResourceConstraint("so many transfers take longer; the command goes on, and 'counts' or 'list' show how far it is"));
        }
        catch (Exception e)
        {
            DoorLog.Failed(_log, command.Name, e);
            return IqAnswer.Error(StanzaError.InternalServerError("the daemon gave no answer; its log tells why"));
        }
    }

    private static DiscoInfo Info(string node) => node == Ns.Commands.NamespaceName
        ? new DiscoInfo([new DiscoIdentity("automation", "command-list", "Orchestrator")], [Ns.Commands.NamespaceName], node)
        : new DiscoInfo([new DiscoIdentity("automation", "command-node", DoorCommand.Find(node)!.Title)], [Ns.Commands.NamespaceName, Ns.DataForms.NamespaceName], node);

    private static string? Node(AccountProtocol.Incoming iq) => (string?)iq.Payload.Attribute("node");
}
