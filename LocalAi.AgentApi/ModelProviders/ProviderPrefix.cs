using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>Asks a provider for <c>model</c> where our callers say <c>provider/model</c>.</summary>
internal sealed class ProviderPrefix(string prefix)
{
    public IChatClient Wrap(IChatClient client) => new ChatClient(client, this);

    public IEmbeddingGenerator<string, Embedding<float>> Wrap(IEmbeddingGenerator<string, Embedding<float>> generator) => new Generator(generator, this);

    private string? Strip(string? model) => model?.StartsWith(prefix, StringComparison.Ordinal) ?? false ? model[prefix.Length..] : model;

    private sealed class ChatClient(IChatClient inner, ProviderPrefix owner) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            base.GetResponseAsync(messages, Strip(options), cancellationToken);

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            base.GetStreamingResponseAsync(messages, Strip(options), cancellationToken);

        private ChatOptions? Strip(ChatOptions? options)
        {
            var stripped = options?.Clone();
            if (stripped is not null)
            {
                stripped.ModelId = owner.Strip(stripped.ModelId);
            }

            return stripped;
        }
    }

    private sealed class Generator(IEmbeddingGenerator<string, Embedding<float>> inner, ProviderPrefix owner)
        : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
    {
        public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var stripped = options?.Clone();
            if (stripped is not null)
            {
                stripped.ModelId = owner.Strip(stripped.ModelId);
            }

            return base.GenerateAsync(values, stripped, cancellationToken);
        }
    }
}
