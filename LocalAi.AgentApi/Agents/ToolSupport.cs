using System.Collections.Concurrent;
using LocalAi.AgentApi.ModelProviders;

namespace LocalAi.AgentApi.Agents;

/// <summary>Which models use tools: those that say so, until their server refuses a request because of them.</summary>
internal sealed class ToolSupport
{
    private readonly ConcurrentDictionary<(Uri, string), bool> _without = new();

    public bool Has(ModelDescription model) => model.Can(ModelCapabilities.Tools) && !_without.ContainsKey((model.Endpoint, model.Id));

    /// <summary>
    /// Whether a failure says that the model does not take tools: Ollama's "does not support tools", vLLM's "--enable-auto-tool-choice",
    /// OpenRouter's "no endpoints found that support tool use".
    /// </summary>
    public static bool IsRefusal(ModelServerException failure) =>
        failure.StatusCode is 400 or 404 or 422 && failure.Message.Contains("tool", StringComparison.OrdinalIgnoreCase);

    public void Learn(ModelDescription model) => _without[(model.Endpoint, model.Id)] = true;
}
