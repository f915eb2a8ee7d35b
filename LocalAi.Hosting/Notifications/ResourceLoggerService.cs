using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The consoles of the resources: what they print and what the host says about them.</summary>
public class ResourceLoggerService(TimeProvider? timeProvider = null)
{
    private readonly ConcurrentDictionary<string, ResourceConsole> _consoles = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A logger whose lines appear in the resource's console.</summary>
    public ILogger GetLogger(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return GetLogger(resource.Name);
    }

    /// <summary>A logger whose lines appear in the console of the instance.</summary>
    public ILogger GetLogger(string resourceName) => Console(resourceName);

    /// <summary>The lines kept of a console, then every new one, in batches.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => Console(resourceName).WatchAsync();

    /// <inheritdoc cref="WatchAsync(string)"/>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return WatchAsync(resource.Name);
    }

    /// <summary>The lines kept of a console.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName) => Console(resourceName).GetAllAsync();

    /// <summary>Ends a console: whoever watches it has seen everything.</summary>
    public void Complete(string resourceName) => Console(resourceName).Complete();

    /// <inheritdoc cref="Complete(string)"/>
    public void Complete(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        Complete(resource.Name);
    }

    /// <summary>Appends a line that the resource has printed.</summary>
    internal void Append(string resourceName, string line, bool isError) => Console(resourceName).Append(line, isError);

    private ResourceConsole Console(string resourceName) => _consoles.GetOrAdd(resourceName, _ => new ResourceConsole(timeProvider ?? TimeProvider.System));
}
