namespace LocalAi.Dashboard.Listeners;

/// <summary>Which of the dashboard's ports a connection came in by.</summary>
internal enum ListenerKind
{
    /// <summary>Pages and the API.</summary>
    Frontend,

    /// <summary>OTLP over gRPC (HTTP/2 without TLS).</summary>
    OtlpGrpc,

    /// <summary>OTLP over HTTP/1.1.</summary>
    OtlpHttp,
}

/// <summary>A connection feature: <see cref="Kind"/> of the port.</summary>
internal sealed record Listener(ListenerKind Kind);
