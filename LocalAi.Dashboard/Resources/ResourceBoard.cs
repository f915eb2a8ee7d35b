using LocalAi.Hosting.ResourceService;

namespace LocalAi.Dashboard.Resources;

/// <summary>Whether the host can be asked.</summary>
public enum HostConnection
{
    NotConfigured,
    Connecting,
    Connected,
    Lost,
}

/// <summary>The resources as the host last told. The watcher writes, pages read.</summary>
internal sealed class ResourceBoard
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Resource> _resources = [];
    private long _version;

    public long Version => Volatile.Read(ref _version);

    public HostConnection Connection { get; private set; }

    /// <summary>Why the host cannot be asked, for people.</summary>
    public string? Problem { get; private set; }

    public string ApplicationName { get; private set; } = string.Empty;

    /// <summary>By display name, without hidden ones.</summary>
    public Resource[] Visible()
    {
        lock (_gate)
        {
            return [.. _resources.Values.Where(resource => !resource.IsHidden).OrderBy(DisplayName, StringComparer.OrdinalIgnoreCase)];
        }
    }

    public Resource? Find(string name)
    {
        lock (_gate)
        {
            return _resources.GetValueOrDefault(name) ?? _resources.Values.FirstOrDefault(resource => DisplayName(resource) == name);
        }
    }

    public static string DisplayName(Resource resource) => resource.DisplayName.Length > 0 ? resource.DisplayName : resource.Name;

    public void SetConnection(HostConnection connection, string? problem = null)
    {
        Connection = connection;
        Problem = problem;
        Changed();
    }

    public void SetApplication(string name)
    {
        ApplicationName = name;
        Changed();
    }

    public void Replace(IEnumerable<Resource> resources)
    {
        lock (_gate)
        {
            _resources.Clear();
            foreach (var resource in resources)
            {
                _resources[resource.Name] = resource;
            }
        }

        Changed();
    }

    public void Apply(WatchResourcesChange change)
    {
        lock (_gate)
        {
            if (change.KindCase == WatchResourcesChange.KindOneofCase.Upsert)
            {
                _resources[change.Upsert.Name] = change.Upsert;
            }
            else if (change.KindCase == WatchResourcesChange.KindOneofCase.Delete)
            {
                _resources.Remove(change.Delete.ResourceName);
            }
        }

        Changed();
    }

    private void Changed() => Interlocked.Increment(ref _version);
}
