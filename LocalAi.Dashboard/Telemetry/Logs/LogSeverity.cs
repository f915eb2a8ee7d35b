namespace LocalAi.Dashboard.Telemetry.Logs;

/// <summary>OTLP's 24 severities in their six groups, named as .NET names them.</summary>
public enum LogSeverity
{
    Unspecified,
    Trace,
    Debug,
    Information,
    Warning,
    Error,
    Critical,
}
