namespace LocalAi.AgentApi.Knowledge;

/// <summary>
/// Some embedding models were trained with words before a question and before a passage, and find worse without them. The words are from
/// the models' own cards: nomic-ai/nomic-embed-text-v1.5, mixedbread-ai/mxbai-embed-large-v1, Snowflake/snowflake-arctic-embed-m,
/// google/embeddinggemma-300m, Qwen/Qwen3-Embedding-0.6B. Others get the text as it is.
/// </summary>
internal static class EmbeddingPrompts
{
    private static readonly (string Model, string Query, string Passage)[] Known =
    [
        ("nomic-embed-text", "search_query: ", "search_document: "),
        ("mxbai-embed-large", "Represent this sentence for searching relevant passages: ", ""),
        ("snowflake-arctic-embed", "Represent this sentence for searching relevant passages: ", ""),
        ("embeddinggemma", "task: search result | query: ", "title: none | text: "),
        ("qwen3-embedding", "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:", ""),
    ];

    public static string ForQuery(string model, string text) => Of(model).Query + text;

    public static string ForPassage(string model, string text) => Of(model).Passage + text;

    private static (string Model, string Query, string Passage) Of(string model)
    {
        // Names come with a publisher before them and a size after them: "simulated/nomic-embed-text:v1.5".
        var name = model[(model.LastIndexOf('/') + 1)..];
        return Array.Find(Known, known => name.StartsWith(known.Model, StringComparison.OrdinalIgnoreCase));
    }
}
