using LocalAi.Hardware.Estimation;

namespace LocalAi.AgentApi.ModelManagement;

/// <summary>The bodies of requests and answers about models on a server; sizes in bytes.</summary>
internal static class ModelContracts
{
    /// <summary>Names a model.</summary>
    internal sealed record NamedModel(string? Model);

    /// <summary>A new model from a Modelfile.</summary>
    internal sealed record CreateModel(string? Name, string? Modelfile);

    /// <summary>What is installed, and whether it can be changed from here.</summary>
    internal sealed record Library(string Provider, bool Manageable, IReadOnlyList<Installed> Models);

    /// <summary>An installed model. <paramref name="Measured"/> comes from the last 20 answers whose times the server itself reported.</summary>
    internal sealed record Installed(
        string Name,
        long SizeBytes,
        string? Quantization,
        int? ContextLength,
        IReadOnlyList<string> Capabilities,
        bool Simulated,
        Loaded? Loaded,
        FitEstimate? Expected,
        Measured? Measured,
        string? Note);

    /// <summary>A model in memory. <paramref name="GpuShare"/> below 1: layers spilled to the CPU.</summary>
    internal sealed record Loaded(long SizeBytes, long GpuBytes, double GpuShare, int? ContextLength, DateTimeOffset? ExpiresAt);

    /// <summary>Median speed of recent answers.</summary>
    internal sealed record Measured(double DecodeTokensPerSecond, int Answers);

    /// <summary>Models that can be pulled.</summary>
    internal sealed record Catalogue(IReadOnlyList<CatalogueEntry> Models);

    /// <summary>A model of the catalogue on the machine that models run on; <paramref name="Pull"/> is the name to pull it by.</summary>
    internal sealed record CatalogueEntry(string Tag, string Pull, long Parameters, int Context, bool Tools, bool Embedding, bool Installed, FitEstimate Estimate);

    /// <summary>Progress of a pull or of creating a model; both counts are of the current file and zero where there is none.</summary>
    internal sealed record Progress(string Status, long CompletedBytes, long TotalBytes);

    /// <summary>The end of a pull or of creating a model.</summary>
    internal sealed record Done(string Model);
}
