using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>The model connection strings of section <c>ConnectionStrings</c>, as a host injects them.</summary>
internal sealed class ModelConnectionOptions : IValidateOptions<ModelConnectionOptions>
{
    public const string SectionName = "ConnectionStrings";

    /// <summary>The default chat model; required.</summary>
    public string? Chat { get; set; }

    /// <summary>The embedding model; without it embeddings are asked of the chat model's server by name.</summary>
    public string? Embedding { get; set; }

    public ModelConnectionString ChatConnection => ModelConnectionString.Parse($"{SectionName}:chat", Chat);

    public ModelConnectionString? EmbeddingConnection =>
        Embedding is null ? null : ModelConnectionString.Parse($"{SectionName}:embedding", Embedding);

    public ValidateOptionsResult Validate(string? name, ModelConnectionOptions options)
    {
        try
        {
            _ = options.ChatConnection;
            _ = options.EmbeddingConnection;
            return ValidateOptionsResult.Success;
        }
        catch (FormatException exception)
        {
            return ValidateOptionsResult.Fail(exception.Message);
        }
    }
}
