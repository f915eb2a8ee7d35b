using System.Text.Json.Serialization;

namespace LocalAi.Web.ModelLibrary;

/// <summary>The agent's answers about installed models, the catalogue and hardware; sizes in bytes.</summary>
public static class LibraryContracts
{
    public sealed record Library(string? Provider, bool Manageable, IReadOnlyList<Installed> Models);

    public sealed record Installed(
        string Name, long SizeBytes, string? Quantization, int? ContextLength, IReadOnlyList<string> Capabilities, bool Simulated,
        Loaded? Loaded, Estimate? Expected, Measured? Measured, string? Note);

    public sealed record Loaded(long SizeBytes, long GpuBytes, double GpuShare, int? ContextLength, DateTimeOffset? ExpiresAt);

    public sealed record Measured(double DecodeTokensPerSecond, int Answers);

    public sealed record Catalogue(IReadOnlyList<CatalogueEntry> Models);

    public sealed record CatalogueEntry(string Tag, string Pull, long Parameters, int Context, bool Tools, bool Embedding, bool Installed, Estimate Estimate);

    public sealed record Estimate(
        long WeightsBytes, long TotalBytes, long GpuBytes, string Fit, int GpuLayers, int Layers, Rate DecodeTokensPerSecond, double TimeToFirstTokenSeconds,
        string Capability, IReadOnlyList<string> Notes);

    public sealed record Rate(double Expected, double Low, double High);

    public sealed record Advice(IReadOnlyList<Recommendation> Recommendations, IReadOnlyList<Upgrade> Upgrades);

    public sealed record Recommendation(string Use, string? Model, bool Suitable, string Reason);

    public sealed record Upgrade(string Text);

    internal sealed record Named(string Model);

    internal sealed record Create(string Name, string Modelfile);

    internal sealed record Progress(string? Status, long CompletedBytes, long TotalBytes);
}

/// <summary>The contracts as JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(LibraryContracts.Library))]
[JsonSerializable(typeof(LibraryContracts.Catalogue))]
[JsonSerializable(typeof(LibraryContracts.Advice))]
[JsonSerializable(typeof(LibraryContracts.Named))]
[JsonSerializable(typeof(LibraryContracts.Create))]
[JsonSerializable(typeof(LibraryContracts.Progress))]
internal sealed partial class LibraryJson : JsonSerializerContext;
