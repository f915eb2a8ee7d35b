using System.Text.Json;
using System.Text.RegularExpressions;
using LocalAi.AgentApi.Agents;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Webhooks;

internal static partial class WebhookServices
{
    /// <summary>Makes the configured webhooks tools.</summary>
    /// <exception cref="InvalidOperationException">A webhook cannot be one; the message names its key.</exception>
    public static void AddWebhooks(this IHostApplicationBuilder builder)
    {
        // Not from the factory: its resilience handlers would wait and try again, and how long a tool may take is the turn's.
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        foreach (var section in builder.Configuration.GetSection(WebhookOptions.SectionName).GetChildren())
        {
            var options = section.Get<WebhookOptions>() ?? new WebhookOptions();
            Check(section.Path, section.Key, options);
            var plugin = KernelPluginFactory.CreateFromFunctions(Webhook.Group, [new Webhook(section.Key, options, http).ToFunction()]);
            builder.Services.AddSingleton<IToolSource>(new PluginTools(plugin, options.ReadOnly ? ToolEffect.Reads : ToolEffect.Acts, untrusted: true));
        }
    }

    private static void Check(string path, string name, WebhookOptions options)
    {
        if (!ToolName().IsMatch(name))
        {
            throw new InvalidOperationException($"{path}: '{name}' cannot be a tool's name; letters, digits and _ are allowed, 50 at most.");
        }

        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException($"{path}:Url is '{options.Url}'. It is an address that starts with http:// or https://.");
        }

        if (options.Description.Length == 0)
        {
            throw new InvalidOperationException($"{path}:Description is missing. It tells models what the webhook does.");
        }

        if (options.Method is not ("POST" or "PUT" or "GET"))
        {
            throw new InvalidOperationException($"{path}:Method is '{options.Method}'; POST, PUT and GET are allowed.");
        }

        if (!IsObjectSchema(options.Schema))
        {
            throw new InvalidOperationException($"{path}:Schema is not a JSON schema of an object, such as {{\"type\":\"object\",\"properties\":{{\"id\":{{\"type\":\"string\"}}}},\"required\":[\"id\"]}}.");
        }
    }

    private static bool IsObjectSchema(string schema)
    {
        if (schema.Length == 0)
        {
            return true;
        }

        try
        {
            using var json = JsonDocument.Parse(schema);
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && (!root.TryGetProperty("type", out var type) || type.ValueEquals("object"))
                && (!root.TryGetProperty("properties", out var properties)
                    || (properties.ValueKind == JsonValueKind.Object && properties.EnumerateObject().All(property => property.Value.ValueKind == JsonValueKind.Object)))
                && (!root.TryGetProperty("required", out var required)
                    || (required.ValueKind == JsonValueKind.Array && required.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_]{1,50}$")]
    private static partial Regex ToolName();
}
