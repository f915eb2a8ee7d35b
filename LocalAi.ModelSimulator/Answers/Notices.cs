namespace LocalAi.ModelSimulator.Answers;

/// <summary>What the simulator says about itself, in Markdown.</summary>
internal static class Notices
{
    /// <summary>In every text answer; also how the simulator knows its own answers again.</summary>
    public const string Marker = "No language model is installed";

    public const string Footer = $"*{Marker}: LocalAi's simulator quotes, it does not think.*";

    public const string Short =
        $"Nothing in this conversation matches that. *{Marker}: I can only quote what was said or supplied here.*";

    public const string Full =
        $"""
        **{Marker}**, so LocalAi's simulator answers. It has no knowledge of its own: it quotes the sentences of this conversation, of supplied documents and of tool results that match a question best, and nothing here matches yours.

        To get real answers:

        1. Install [Ollama](https://ollama.com/download) and pull a model, for example `ollama pull llama3.1:8b`.
        2. Restart LocalAi: it uses a running Ollama without further configuration.

        Or set the connection string of the chat model to any OpenAI-compatible server:

        ```text
        ConnectionStrings__chat=Endpoint=https://…;Key=…;Model=…
        ```

        Meanwhile you can try everything else: tell me something, then ask about it.
        """;

    public const string Images = "There is an image in this conversation, but without a language model nobody looks at it.";
}
