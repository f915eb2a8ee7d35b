using LocalAi.Dashboard.Receiver.WireFormat;

namespace LocalAi.Dashboard.Telemetry;

/// <summary>
/// The senders and scopes seen, bounded by <see cref="TelemetryLimitsOptions.MaxResourceCount"/>. The ingest worker writes; pages
/// read <see cref="All"/>.
/// </summary>
internal sealed class ResourceTable(TelemetryLimitsOptions limits)
{
    private const int MaxScopes = 4_096;
    private const int ResourceAttributes = 1;
    private const int ScopeName = 1;
    private const int ScopeVersion = 2;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, string Instance), TelemetryResource> _resources = [];
    private readonly Dictionary<(string Name, string Version), TelemetryScope> _scopes = [];
    private long _version;

    public long Version => Volatile.Read(ref _version);

    /// <summary>Called with the sender that had to make room.</summary>
    public Action<TelemetryResource>? Dropped { get; set; }

    /// <summary>By display name.</summary>
    public TelemetryResource[] All()
    {
        lock (_gate)
        {
            return [.. _resources.Values.OrderBy(resource => resource.DisplayName, StringComparer.OrdinalIgnoreCase)];
        }
    }

    /// <summary>The senders that a name means: an exact display name, or every instance of a service.</summary>
    public TelemetryResource[] Find(string name) =>
        [.. All().Where(resource => Is(resource.DisplayName, name) || Is(resource.Name, name) || (resource.InstanceId.Length > 0 && Is(resource.InstanceId, name)))];

    /// <summary>The sender that a resource message names.</summary>
    public TelemetryResource Get(ReadOnlySpan<byte> source, AttributeReader reader, long now)
    {
        var attributes = reader.Read(source, ResourceAttributes);
        var name = "unknown_service";
        var instance = string.Empty;
        foreach (var attribute in attributes)
        {
            if (attribute.Key == "service.name" && attribute.Value.ToString() is { Length: > 0 } service)
            {
                name = service;
            }
            else if (attribute.Key == "service.instance.id")
            {
                instance = attribute.Value.ToString();
            }
        }

        lock (_gate)
        {
            if (!_resources.TryGetValue((name, instance), out var resource))
            {
                MakeRoom();
                resource = new TelemetryResource(name, instance, attributes);
                Add(resource);
            }

            resource.LastSeen = now;
            return resource;
        }
    }

    /// <summary>The scope that a scope message names.</summary>
    public TelemetryScope GetScope(ReadOnlySpan<byte> source, AttributeReader reader)
    {
        var key = (Name: reader.Strings.Intern(WireFields.Last(source, ScopeName)), Version: reader.Strings.Intern(WireFields.Last(source, ScopeVersion)));
        if (key.Name.Length == 0)
        {
            return TelemetryScope.None;
        }

        if (!_scopes.TryGetValue(key, out var scope))
        {
            if (_scopes.Count >= MaxScopes)
            {
                _scopes.Clear();
            }

            scope = new TelemetryScope(key.Name, key.Version);
            _scopes[key] = scope;
        }

        return scope;
    }

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private void Add(TelemetryResource resource)
    {
        _resources.Add((resource.Name, resource.InstanceId), resource);
        var siblings = _resources.Values.Where(other => other.Name == resource.Name).Take(2).ToArray();
        if (siblings.Length > 1)
        {
            resource.ShowInstance();
            siblings[0].ShowInstance();
            siblings[1].ShowInstance();
        }

        Interlocked.Increment(ref _version);
    }

    private void MakeRoom()
    {
        if (_resources.Count < limits.MaxResourceCount)
        {
            return;
        }

        var silent = _resources.Values.MinBy(resource => resource.LastSeen)!;
        _resources.Remove((silent.Name, silent.InstanceId));
        Dropped?.Invoke(silent);
    }
}
