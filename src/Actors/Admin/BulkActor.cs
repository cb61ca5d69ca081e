using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Catalogue;

namespace Orchestrator.Actors.Admin;

/// <summary>
/// Carries out one <see cref="AdminProtocol.ActOnAll"/>: a page of ids at a time, in the order of acceptance, with a bounded number of questions
/// under way; then it tells its parent and stops. Transfers that are accepted meanwhile are not meant.
/// </summary>
internal sealed class BulkActor : ReceiveActor
{
    /// <summary>So many transfers are asked at the same time.</summary>
    public const int MaxInFlight = 64;

    private const int PageSize = 1000;
    private const int MaxTold = 100;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly AdminProtocol.ActOnAll _command;
    private readonly IActorRef _asker;
    private readonly AdminServices _house;
    private readonly TransferFilter _filter;
    private readonly Queue<string> _waiting = new();
    private readonly ImmutableArray<string>.Builder _ids = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<AdminProtocol.RefusedOne>.Builder _refused = ImmutableArray.CreateBuilder<AdminProtocol.RefusedOne>();
    private CatalogueProtocol.Place? _next;
    private int _inFlight;
    private int _matched;
    private int _changed;
    private int _refusedCount;

    public BulkActor(AdminProtocol.ActOnAll command, IActorRef asker, AdminServices house)
    {
        (_command, _asker, _house) = (command, asker, house);
        var now = house.Time.GetUtcNow();
        _filter = command.Filter with { CreatedBefore = command.Filter.CreatedBefore < now ? command.Filter.CreatedBefore : now };
        Receive<CatalogueProtocol.Ids>(OnPage);
        Receive<AdminProtocol.Refused>(refused => End(refused));
        Receive<Status.Failure>(failure => End(failure));
        Receive<Answered>(OnAnswered);
    }

    /// <summary>Told to the parent: the answer that the asker is owed.</summary>
    public sealed record Ended(IActorRef Asker, object Answer);

    private sealed record Answered(string Id, object Answer);

    protected override void PreStart() => AskForPage();

    private void AskForPage() =>
        _house.Catalogue.Ask<object>(new CatalogueProtocol.GetIds(_filter, _next, PageSize), _patience).PipeTo(Self);

    private void OnPage(CatalogueProtocol.Ids page)
    {
        _next = page.Next;
        _matched += page.Items.Length;
        _ids.AddRange(page.Items.Take(MaxTold - _ids.Count));
        if (!_command.DryRun)
        {
            foreach (var id in page.Items)
                _waiting.Enqueue(id);
        }

        GoOn();
    }

    private void GoOn()
    {
        while (_inFlight < MaxInFlight && _waiting.TryDequeue(out var id))
        {
            _inFlight++;
            object command = _command.Action is { } action
                ? new AdminProtocol.Act(id, action) { By = _command.By }
                : _command.Adjust! with { Id = id, By = _command.By };
            _house.Transfers.Ask<object>(command, _patience).PipeTo(
                Self, Self, answer => new Answered(id, answer), error => new Answered(id, new AdminProtocol.Refused("no-answer-in-time", error.Message)));
        }

        if (_inFlight > 0)
            return;
        if (_next is not null)
        {
            AskForPage();
            return;
        }

        AdminLog.ActedOnAll(_house.Log, _command.Action?.ToString() ?? "Adjust", _matched, _changed, _refusedCount, _command.DryRun);
        End(new AdminProtocol.ActedOnAll(_matched, _changed, _refusedCount, _refused.ToImmutable(), _ids.ToImmutable()));
    }

    private void OnAnswered(Answered answered)
    {
        _inFlight--;
        if (answered.Answer is TransferView)
            _changed++;
        else
            Refuse(answered.Id, answered.Answer as AdminProtocol.Refused ?? new AdminProtocol.Refused("no-such-transfer", "It is gone."));
        GoOn();
    }

    private void Refuse(string id, AdminProtocol.Refused refused)
    {
        _refusedCount++;
        if (_refused.Count < MaxTold)
            _refused.Add(new AdminProtocol.RefusedOne(id, refused.Code, refused.Detail));
    }

    private void End(object answer)
    {
        Context.Parent.Tell(new Ended(_asker, answer));
        Context.Stop(Self);
    }
}
