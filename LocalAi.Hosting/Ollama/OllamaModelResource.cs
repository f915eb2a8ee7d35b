namespace Aspire.Hosting.ApplicationModel;

/// <summary>A model of an Ollama server.</summary>
public class OllamaModelResource(string name, string modelName, IOllamaResource parent)
    : Resource(name), IResourceWithParent<IOllamaResource>, IResourceWithConnectionString
{
    /// <summary>The server.</summary>
    public IOllamaResource Parent { get; } = parent ?? throw new ArgumentNullException(nameof(parent));

    /// <summary>The model, with its tag if it has one.</summary>
    public string ModelName { get; } = modelName ?? throw new ArgumentNullException(nameof(modelName));

    /// <summary>The server's connection string and <c>;Model=…</c>.</summary>
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Parent};Model={ModelName}");

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
        Parent.CombineProperties([new("Model", ReferenceExpression.Create($"{ModelName}"))]);
}
