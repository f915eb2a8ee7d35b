using System.ComponentModel;
using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.Knowledge.Collections;
using LocalAi.AgentApi.Knowledge.Retrieval;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Knowledge;

/// <summary>Lets models search the documents; each passage that they get is a source of the turn, which opens at that passage.</summary>
internal sealed class KnowledgePlugin(CollectionAccess collections, KnowledgeSearch search, IOptions<KnowledgeOptions> options)
{
    public const string Name = "knowledge";

    [KernelFunction("search")]
    [Description("Searches the documents that are stored here: manuals, contracts, notes, tables. Gives passages with their document; cite a passage that you use by its number, as [1]. If none answers the question, say so.")]
    public async Task<KnowledgeFindings> SearchAsync(
        [Description("What to look for: the question, or a few words of it.")] string query, Kernel kernel, CancellationToken cancellationToken)
    {
        var turn = TurnContext.Of(kernel);
        var searched = (await collections.ListAsync(cancellationToken))
            .Where(collection => turn.Collections is null || turn.Collections.Contains(collection.Name, StringComparer.OrdinalIgnoreCase))
            .Select(collection => collection.Id)
            .ToArray();
        var found = await search.FindAsync(
            query.Length <= KnowledgeSearch.MaxQueryCharacters ? query : query[..KnowledgeSearch.MaxQueryCharacters], searched, options.Value.MaxResults, cancellationToken);
        return new KnowledgeFindings(
            [.. found.Passages.Select(passage => Cite(turn, passage))],
            found.Passages.Count == 0 ? "No stored document has anything on this." : found.Problem);
    }

    private static KnowledgeFinding Cite(TurnContext turn, Passage passage)
    {
        var place = passage.Page is { } page ? $", page {page}" : "";
        var number = turn.Cite(
            $"{passage.DocumentName}{place}",
            $"/knowledge/documents/{passage.DocumentId}?from={passage.Start}&to={passage.Start + passage.Text.Length}",
            passage.Text,
            $"{Name}_search");
        return new(number, passage.DocumentName, passage.Heading, passage.Page, passage.Text);
    }
}
