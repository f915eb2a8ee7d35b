namespace Aspire.Hosting.ApplicationModel;

/// <summary>A volume or bind mount.</summary>
public sealed record VolumeSnapshot(string? Source, string Target, string MountType, bool IsReadOnly);
