using System.Net.Http.Json;

namespace LocalAi.Hosting.Tests.Run;

internal static class HttpClientExtensions
{
    /// <summary>The text of a response that is text or a JSON string.</summary>
    public static async Task<string> GetFromJsonStringAsync(this HttpClient client, string url, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(url), cancellationToken);
        response.EnsureSuccessStatusCode();
        return response.Content.Headers.ContentType?.MediaType == "application/json"
            ? (await response.Content.ReadFromJsonAsync<string>(cancellationToken))!
            : await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
