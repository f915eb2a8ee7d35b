using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.Hosting.Health;

/// <summary>Healthy when an Ollama server has a model.</summary>
internal sealed class OllamaModelHealthCheck(OllamaModelResource model, IHttpClientFactory clients) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var server = new Uri((await model.Parent.UriExpression.GetValueAsync(cancellationToken).ConfigureAwait(false))!);
            using var client = clients.CreateClient(EndpointHealthCheck.ClientName);
            return await HasModelAsync(client, server, model.ModelName, cancellationToken).ConfigureAwait(false)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The server has no model '{model.ModelName}' yet.");
        }
        catch (HttpRequestException e)
        {
            return HealthCheckResult.Unhealthy($"The server does not answer: {e.Message}");
        }
    }

    /// <summary>Whether the server lists the model; a name without a tag means <c>:latest</c>.</summary>
    public static async Task<bool> HasModelAsync(HttpClient client, Uri server, string modelName, CancellationToken cancellationToken)
    {
        var tags = JsonNode.Parse(await client.GetStringAsync(new Uri(server, "/api/tags"), cancellationToken).ConfigureAwait(false));
        var full = modelName.Contains(':', StringComparison.Ordinal) ? modelName : $"{modelName}:latest";
        return tags?["models"] is JsonArray models
            && models.Any(listed => string.Equals((string?)listed?["name"], full, StringComparison.OrdinalIgnoreCase));
    }
}
