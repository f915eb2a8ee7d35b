using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Webhooks;

/// <summary>The configured webhooks by name, section <c>Webhooks</c>.</summary>
internal sealed partial class WebhookList : Dictionary<string, WebhookOptions>, IValidateOptions<WebhookList>
{
    private const string SchemaExample = """{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]}""";

    public WebhookList()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    public ValidateOptionsResult Validate(string? name, WebhookList options)
    {
        var failures = options.SelectMany(webhook => Failures(webhook.Key, webhook.Value)).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(string name, WebhookOptions webhook)
    {
        var key = $"{WebhookOptions.SectionName}:{name}";
        if (!ToolName().IsMatch(name))
        {
            yield return $"{key}: '{name}' cannot be a tool's name; letters, digits and _ are allowed, 50 at most.";
        }

        if (!Uri.TryCreate(webhook.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return $"{key}:{nameof(webhook.Url)} is '{webhook.Url}'. It is an address that starts with http:// or https://.";
        }

        if (webhook.Description.Length == 0)
        {
            yield return $"{key}:{nameof(webhook.Description)} is missing. It tells models what the webhook does.";
        }

        if (webhook.Method is not ("POST" or "PUT" or "GET"))
        {
            yield return $"{key}:{nameof(webhook.Method)} is '{webhook.Method}'; POST, PUT and GET are allowed.";
        }

        if (!IsObjectSchema(webhook.Schema))
        {
            yield return $"{key}:{nameof(webhook.Schema)} is not a JSON schema of an object, such as {SchemaExample}.";
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
