using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.Privacy;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Webhooks;

/// <summary>The configured webhooks as tools.</summary>
internal sealed class WebhookTools : IToolSource, IDisposable
{
    private readonly HttpClient _http;

    public WebhookTools(IOptions<WebhookList> webhooks, IOptions<PrivacyOptions> privacy)
    {
        // Not from the factory: its resilience handlers would wait and try again, and how long a tool may take is the turn's.
        _http = new HttpClient(OutgoingConnections.Handler(privacy.Value.LocalOnly)) { Timeout = Timeout.InfiniteTimeSpan };
        Tools =
        [
            .. webhooks.Value.OrderBy(webhook => webhook.Key, StringComparer.Ordinal).SelectMany(webhook => KernelPluginFactory
                .CreateFromFunctions(Webhook.Group, [new Webhook(webhook.Key, webhook.Value, _http).ToFunction()])
                .Select(function => new AgentTool(function, webhook.Value.ReadOnly ? ToolEffect.Reads : ToolEffect.Acts, Untrusted: true))),
        ];
    }

    public IEnumerable<AgentTool> Tools { get; }

    public void Dispose() => _http.Dispose();
}
