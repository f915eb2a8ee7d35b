using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.Privacy;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Webhooks;

/// <summary>Calls a webhook with a model's arguments.</summary>
internal sealed class Webhook(string name, WebhookOptions options, HttpClient http)
{
    private const int MaxAnswerBytes = 1 << 20;
    private const int MaxErrorCharacters = 300;

    public const string Group = "webhook";

    /// <summary>The webhook as a function whose parameters are the properties of its schema.</summary>
    public KernelFunction ToFunction()
    {
        using var schema = JsonDocument.Parse(options.Schema.Length == 0 ? "{}" : options.Schema);
        var required = schema.RootElement.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(item => item.GetString()).ToHashSet() : [];
        var properties = schema.RootElement.TryGetProperty("properties", out var list) ? list.EnumerateObject() : default;
        return KernelFunctionFactory.CreateFromMethod(
            (KernelArguments arguments, CancellationToken cancellationToken) => CallAsync(arguments, cancellationToken),
            name,
            options.Description,
            properties.Select(property => new KernelParameterMetadata(property.Name)
            {
                Description = property.Value.TryGetProperty("description", out var text) ? text.GetString() : null,
                IsRequired = required.Contains(property.Name),
                Schema = KernelJsonSchema.Parse(property.Value.GetRawText()),
            }));
    }

    private async Task<string> CallAsync(KernelArguments arguments, CancellationToken cancellationToken)
    {
        using var request = Request(arguments);
        using var response = await SendAsync(request, cancellationToken);
        var body = new byte[MaxAnswerBytes];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(body, 0, length);
        return response.IsSuccessStatusCode
            ? text
            : throw new KernelException($"the webhook answered {(int)response.StatusCode}: {(text.Length <= MaxErrorCharacters ? text : text[..MaxErrorCharacters] + "…")}");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.InnerException is NotLocalException refusal)
        {
            throw new KernelException(refusal.Message, refusal);
        }
    }

    private HttpRequestMessage Request(KernelArguments arguments)
    {
        var json = ToolArguments.ToElement(arguments);
        var method = HttpMethod.Parse(options.Method);
        var request = new HttpRequestMessage(method, options.Url);
        if (method == HttpMethod.Get)
        {
            var query = string.Join('&', json.EnumerateObject().Select(item => $"{Uri.EscapeDataString(item.Name)}={Uri.EscapeDataString(item.Value.ToString())}"));
            request.RequestUri = new Uri(options.Url + (query.Length == 0 ? "" : options.Url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query);
        }
        else
        {
            request.Content = new StringContent(json.GetRawText(), Encoding.UTF8, "application/json");
        }

        if (options.Token.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        }

        return request;
    }
}
