using System.ComponentModel.DataAnnotations;

namespace LocalAi.Dashboard.Receiver;

/// <summary>What the receiver accepts at once. Keys are in <c>Dashboard:Otlp</c>, the rest of which is about who may send.</summary>
internal sealed class OtlpReceiverOptions
{
    public const string SectionName = "Dashboard:Otlp";

    /// <summary>Bytes of one request, after decompression; larger ones get 413 (gRPC: RESOURCE_EXHAUSTED).</summary>
    [Range(65_536, 1_073_741_824)]
    public int MaxRequestBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Spans, log records and points that wait to be stored; beyond it senders wait for at most a quarter of a second and then get the retryable answer.</summary>
    [Range(1, 10_000_000)]
    public int MaxQueuedItems { get; set; } = 32_768;

    /// <summary>Bytes on the wire of the requests that wait to be stored.</summary>
    [Range(65_536, 1_073_741_824)]
    public long MaxQueuedBytes { get; set; } = 16 * 1024 * 1024;
}
