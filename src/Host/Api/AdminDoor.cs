using Akka.Actor;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api;

/// <summary>Asks the admin actor, the one door, and makes its refusals problems.</summary>
internal static class AdminDoor
{
    /// <summary>For work on many transfers.</summary>
    public static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The answer, which is a <typeparamref name="T"/> or a problem.</summary>
    /// <exception cref="ProblemException">Refused, not found, or no answer in time.</exception>
    public static async Task<T> AskAsync<T>(IActorRef admin, object question, TimeSpan? patience = null) => await AskAsync(admin, question, patience ?? Patience) switch
    {
        T answer => answer,
        AdminProtocol.NotFound notFound => throw new ProblemException(404, "no-such-transfer",
            $"There is no transfer '{notFound.Id}'; 'orchestrator list' shows those there are.")
        { TransferId = notFound.Id },
        AdminProtocol.Refused refusal => throw new ProblemException(StatusOf(refusal.Code, question), refusal.Code, refusal.Detail) { State = refusal.State },
        AdminProtocol.Conflict conflict => throw new ProblemException(409, "key-conflict", conflict.Detail) { TransferId = conflict.Existing.Id },
        var other => throw new InvalidOperationException($"The admin actor answered with {other.GetType().Name}."),
    };

    private static int StatusOf(string code, object question) => code switch
    {
        "wrong-state" or "bulk-running" => 409,
        "bad-cursor" or "bad-filter" or "bad-limit" => 400,
        "account-unknown" or "proxy-unknown" when question is not AdminProtocol.Submit => 404,
        _ => 422,
    };

    private static async Task<object> AskAsync(IActorRef admin, object question, TimeSpan patience)
    {
        try
        {
            return await admin.Ask<object>(question, patience);
        }
        catch (AskTimeoutException)
        {
            throw new ProblemException(503, "no-answer-in-time",
                $"The daemon gave no answer within {patience.TotalSeconds:0} s. Ask again; a submission is safe to repeat with the same Idempotency-Key.");
        }
    }
}
