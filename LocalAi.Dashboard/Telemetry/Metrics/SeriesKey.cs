namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>Tells series apart by their attributes, whatever their order.</summary>
internal static class SeriesKey
{
    public static int Hash(ReadOnlySpan<TelemetryTag> attributes)
    {
        var hash = attributes.Length;
        foreach (var attribute in attributes)
        {
            // A sum does not depend on the order.
            hash += attribute.GetHashCode();
        }

        return hash;
    }

    public static bool Matches(ReadOnlySpan<TelemetryTag> attributes, ReadOnlySpan<TelemetryTag> stored)
    {
        if (attributes.Length != stored.Length)
        {
            return false;
        }

        for (var index = 0; index < stored.Length; index++)
        {
            if (!attributes[index].Equals(stored[index]) && !stored.Contains(attributes[index]))
            {
                return false;
            }
        }

        return true;
    }
}
