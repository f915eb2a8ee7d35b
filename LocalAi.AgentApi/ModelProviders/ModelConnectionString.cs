using System.Data.Common;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>
/// Where a model is: <c>Endpoint=http://localhost:11434;Model=llama3.2</c>, optionally <c>Key=</c> (sent as a bearer token) and
/// <c>Provider=</c> (skips asking the endpoint which protocol it speaks; also the provider's name in telemetry).
/// </summary>
internal sealed record ModelConnectionString(Uri Endpoint, string? Key, string Model, string? Provider)
{
    private const string Allowed =
        "expected Endpoint=<http or https address>;Model=<name>, optionally ;Key=<key>;Provider=<ollama, openai, groq, …>";

    /// <summary>Parses a connection string; <paramref name="configurationKey"/> only names it in the error.</summary>
    /// <exception cref="FormatException">Something is missing or malformed; the message has the key and what is allowed, never the value.</exception>
    public static ModelConnectionString Parse(string configurationKey, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new FormatException($"{configurationKey} is missing: {Allowed}.");
        }

        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = value;
        }
        catch (ArgumentException)
        {
            throw new FormatException($"{configurationKey} is not a connection string: {Allowed}.");
        }

        if (!Uri.TryCreate(Part(parts, "Endpoint"), UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"{configurationKey} has no valid Endpoint: {Allowed}.");
        }

        var model = Part(parts, "Model")
            ?? throw new FormatException($"{configurationKey} has no Model: {Allowed}.");
        return new(endpoint, Part(parts, "Key"), model, Part(parts, "Provider")?.ToLowerInvariant());
    }

    private static string? Part(DbConnectionStringBuilder parts, string name) =>
        parts.TryGetValue(name, out var value) && value.ToString() is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
