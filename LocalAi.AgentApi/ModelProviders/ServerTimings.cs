using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>
/// The phases of one request as the model server itself measured them, in seconds. <paramref name="TotalSeconds"/> is null where the
/// server reports none (llama-server): our own clock stands in for it.
/// </summary>
internal sealed record ServerTimings(double? TotalSeconds, double LoadSeconds, double PrefillSeconds, double DecodeSeconds)
{
    /// <summary>The key in <see cref="ChatResponseUpdate.AdditionalProperties"/> under which a chat client hands them on.</summary>
    public const string PropertyName = "localai.server_timings";
}
