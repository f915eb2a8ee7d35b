using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace LocalAi.AppHost.Ollama;

/// <summary>Asks a running Ollama which models it has.</summary>
internal static class InstalledModels
{
    /// <summary>
    /// The chat and the embedding model to use of a server that runs already: its first model of each kind, null where it has none
    /// or does not answer within 2 s.
    /// </summary>
    public static async Task<(string? Chat, string? Embedding)> ChooseAsync(string server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = new Uri(server), Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            var tags = await client.GetFromJsonAsync<Tags>("/api/tags", cancellationToken);
            var names = tags?.Models?.Select(model => model.Name).ToList() ?? [];
            // Embedding models say so in their names; the server's list has no other sign of it.
            return (names.FirstOrDefault(name => !IsEmbedding(name)), names.FirstOrDefault(IsEmbedding));
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException
            && !cancellationToken.IsCancellationRequested)
        {
            return (null, null);
        }
    }

    private static bool IsEmbedding(string name) =>
        name.Contains("embed", StringComparison.OrdinalIgnoreCase)
        || name.Contains("minilm", StringComparison.OrdinalIgnoreCase)
        || name.Contains("bge-", StringComparison.OrdinalIgnoreCase);

    private sealed record Tags([property: JsonPropertyName("models")] IReadOnlyList<Tag>? Models);

    private sealed record Tag([property: JsonPropertyName("name")] string Name);
}
