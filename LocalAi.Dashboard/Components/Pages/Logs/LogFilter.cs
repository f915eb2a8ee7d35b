using LocalAi.Dashboard.Telemetry.Logs;

namespace LocalAi.Dashboard.Components.Pages.Logs;

/// <summary>What the list of logs is narrowed to. <see cref="Attribute"/> is <c>name=value</c> (contained) or a name alone (present).</summary>
internal sealed record LogFilter(string? Resource, LogSeverity Least, string? Text, string? Attribute, string? Trace)
{
    public bool Accepts(LogEntry log) =>
        log.Severity >= Least
        && (string.IsNullOrEmpty(Resource) || log.Resource.DisplayName == Resource || log.Resource.Name == Resource)
        && (string.IsNullOrEmpty(Trace) || log.TraceId.ToString() == Trace)
        && (string.IsNullOrEmpty(Text) || Contains(log.Body, Text) || Contains(log.Scope.Name, Text))
        && (string.IsNullOrEmpty(Attribute) || HasAttribute(log));

    private bool HasAttribute(LogEntry log)
    {
        var separator = Attribute!.IndexOf('=', StringComparison.Ordinal);
        var name = (separator < 0 ? Attribute : Attribute[..separator]).Trim();
        var wanted = separator < 0 ? string.Empty : Attribute[(separator + 1)..].Trim();
        return log.Attribute(name) is { } value && Contains(value, wanted);
    }

    private static bool Contains(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
