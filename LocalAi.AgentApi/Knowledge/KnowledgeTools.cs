using LocalAi.AgentApi.Agents;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Knowledge;

/// <summary>The tool <c>knowledge_search</c>, offered while there are documents: without any it would only cost models a round.</summary>
internal sealed class KnowledgeTools(KnowledgePlugin plugin) : IToolSource
{
    private readonly AgentTool[] _tools =
    [
        .. KernelPluginFactory.CreateFromObject(plugin, KnowledgePlugin.Name).Select(function => new AgentTool(function, ToolEffect.None, Untrusted: true)),
    ];

    private volatile bool _hasDocuments;

    public IEnumerable<AgentTool> Tools => _hasDocuments ? _tools : [];

    /// <summary>Whether there are documents, as the worker last saw it.</summary>
    public void Offer(bool hasDocuments) => _hasDocuments = hasDocuments;
}
