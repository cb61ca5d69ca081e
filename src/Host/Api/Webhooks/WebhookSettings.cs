using System.Collections.Immutable;

namespace Orchestrator.Host.Api.Webhooks;

/// <summary>Somebody who is told what happens.</summary>
/// <param name="Url">Where each event is posted.</param>
/// <param name="Secret">Signs what is posted.</param>
/// <param name="Events">Only these kinds; empty: all.</param>
internal sealed record WebhookSettings(Uri Url, WebhookSecret Secret, ImmutableArray<string> Events);
