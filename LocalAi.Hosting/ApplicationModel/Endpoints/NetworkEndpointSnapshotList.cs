using System.Collections;
using System.Collections.Concurrent;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint's addresses by network.</summary>
public class NetworkEndpointSnapshotList : IEnumerable<NetworkEndpointSnapshot>
{
    private readonly ConcurrentDictionary<NetworkIdentifier, NetworkEndpointSnapshot> _snapshots = [];

    /// <inheritdoc/>
    public IEnumerator<NetworkEndpointSnapshot> GetEnumerator() => _snapshots.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Sets the address on a network.</summary>
    public void AddOrUpdateAllocatedEndpoint(NetworkIdentifier networkId, AllocatedEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.NetworkID != networkId)
        {
            throw new ArgumentException($"The address belongs to the network '{endpoint.NetworkID}', not to '{networkId}'.", nameof(endpoint));
        }

        For(networkId).SetValue(endpoint);
    }

    /// <summary>The address on a network; waits until it is allocated.</summary>
    public Task<AllocatedEndpoint> GetAllocatedEndpointAsync(NetworkIdentifier networkId, CancellationToken cancellationToken = default) =>
        For(networkId).GetValueAsync(cancellationToken);

    internal ValueSnapshot<AllocatedEndpoint> For(NetworkIdentifier networkId) =>
        _snapshots.GetOrAdd(networkId, id => new NetworkEndpointSnapshot(new ValueSnapshot<AllocatedEndpoint>(), id)).Snapshot;

    internal AllocatedEndpoint? Find(NetworkIdentifier networkId) =>
        _snapshots.TryGetValue(networkId, out var found) && found.Snapshot.IsValueSet ? found.Snapshot.GetValueAsync().GetAwaiter().GetResult() : null;
}
