using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>
/// The latency breakdown of model requests, in seconds and tokens per second. Queue = total − load − prefill − decode; GPU-bound
/// latency = prefill + decode. <see cref="Source"/> is <c>server</c> when the server's own clock gave the phases, <c>client</c> when
/// only ours did: prefill then is the time to the first token and decode the rest.
/// </summary>
internal sealed record ModelTimings(
    double QueueSeconds,
    double LoadSeconds,
    double PrefillSeconds,
    double DecodeSeconds,
    double TotalSeconds,
    double TimeToFirstTokenSeconds,
    double? PrefillTokensPerSecond,
    double? DecodeTokensPerSecond,
    double GpuBoundShare,
    string Source)
{
    /// <summary>The key in <see cref="ChatResponseUpdate.AdditionalProperties"/> of the last update.</summary>
    public const string PropertyName = "localai.timings";

    public const string FromServer = "server";
    public const string FromClient = "client";

    /// <summary>Works out the breakdown of one request.</summary>
    /// <param name="server">The server's own phases, or null.</param>
    /// <param name="elapsedSeconds">The whole request by our clock.</param>
    /// <param name="firstTokenSeconds">Request to first token by our clock; null when nothing came.</param>
    /// <param name="usage">Token counts, for the rates.</param>
    public static ModelTimings Compute(ServerTimings? server, double elapsedSeconds, double? firstTokenSeconds, UsageDetails? usage)
    {
        var firstToken = firstTokenSeconds ?? elapsedSeconds;
        var phases = server is null
            ? new(0, 0, firstToken, Math.Max(0, elapsedSeconds - firstToken), elapsedSeconds)
            : new Phases(
                Math.Max(0, (server.TotalSeconds ?? elapsedSeconds) - server.LoadSeconds - server.PrefillSeconds - server.DecodeSeconds),
                server.LoadSeconds, server.PrefillSeconds, server.DecodeSeconds, server.TotalSeconds ?? elapsedSeconds);
        return From(phases, firstToken, usage, server is null ? FromClient : FromServer);
    }

    /// <summary>The requests of one turn with tools as one: phases and totals added up, the first token that of the first request.</summary>
    public ModelTimings Add(ModelTimings next, UsageDetails usageOfBoth) => From(
        new(
            QueueSeconds + next.QueueSeconds, LoadSeconds + next.LoadSeconds, PrefillSeconds + next.PrefillSeconds,
            DecodeSeconds + next.DecodeSeconds, TotalSeconds + next.TotalSeconds),
        TimeToFirstTokenSeconds,
        usageOfBoth,
        Source == next.Source ? Source : FromClient);

    private static ModelTimings From(Phases phases, double firstToken, UsageDetails? usage, string source) => new(
        phases.Queue, phases.Load, phases.Prefill, phases.Decode, phases.Total, firstToken,
        Rate(usage?.InputTokenCount, phases.Prefill),
        Rate(usage?.OutputTokenCount, phases.Decode),
        phases.Total > 0 ? Math.Clamp((phases.Prefill + phases.Decode) / phases.Total, 0, 1) : 0,
        source);

    private static double? Rate(long? tokens, double seconds) => tokens > 0 && seconds > 0 ? tokens / seconds : null;

    private readonly record struct Phases(double Queue, double Load, double Prefill, double Decode, double Total);
}
