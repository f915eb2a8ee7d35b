namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint's address on one network.</summary>
public record class NetworkEndpointSnapshot(ValueSnapshot<AllocatedEndpoint> Snapshot, NetworkIdentifier NetworkID);
