namespace LocalAi.Dashboard.Telemetry;

/// <summary>A name and a value, as sent.</summary>
public readonly record struct TelemetryTag(string Key, AttributeValue Value)
{
    /// <summary>Bytes of one in an array, without its texts.</summary>
    public const int Size = 24;
}
