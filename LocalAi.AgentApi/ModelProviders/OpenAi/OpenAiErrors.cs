using System.ClientModel;
using System.Text.Json;

namespace LocalAi.AgentApi.ModelProviders.OpenAi;

/// <summary>Reads the message out of an OpenAI-shaped error: <c>{"error":{"message":…}}</c>, or <c>{"error":"…"}</c> as some servers have it.</summary>
internal static class OpenAiErrors
{
    public static string? Text(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("error", out var error) ? null
                : error.ValueKind == JsonValueKind.String ? error.GetString()
                : error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) ? message.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static ModelServerException Convert(Uri endpoint, ClientResultException exception) => exception.Status switch
    {
        0 => ModelServerException.Unavailable(endpoint, exception),
        _ => ModelServerException.Refused(
            endpoint, exception.Status, Text(exception.GetRawResponse()?.Content.ToString() ?? "") ?? $"status {exception.Status}", exception),
    };
}
