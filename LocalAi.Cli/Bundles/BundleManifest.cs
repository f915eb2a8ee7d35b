namespace LocalAi.Cli.Bundles;

/// <summary>What a bundle holds: <c>bundle.json</c>, written last.</summary>
internal sealed record BundleManifest
{
    public const string FileName = "bundle.json";

    /// <summary>The version of LocalAi that made it.</summary>
    public required string LocalAiVersion { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required IReadOnlyList<BundledFile> Files { get; init; }
}
