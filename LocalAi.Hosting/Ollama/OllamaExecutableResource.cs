namespace Aspire.Hosting.ApplicationModel;

/// <summary>An Ollama server that is installed on this machine.</summary>
public class OllamaExecutableResource(string name) : ExecutableResource(name, "ollama", string.Empty), IOllamaResource
{
    internal const string OllamaEndpointName = "http";
    internal const int DefaultHttpPort = 11434;
    private readonly List<string> _models = [];
    private EndpointReference? _primaryEndpoint;

    /// <inheritdoc/>
    public IReadOnlyList<string> Models => _models;

    /// <inheritdoc/>
    public EndpointReference PrimaryEndpoint => _primaryEndpoint ??= new(this, OllamaEndpointName);

    /// <inheritdoc/>
    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    /// <inheritdoc/>
    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    /// <inheritdoc/>
    public ReferenceExpression UriExpression => ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.Scheme)}://{Host}:{Port}");

    /// <summary><c>Endpoint=http://…</c>.</summary>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"Endpoint={PrimaryEndpoint.Property(EndpointProperty.Scheme)}://{Host}:{Port}");

    /// <inheritdoc/>
    public void AddModel(string modelName)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelName);
        if (!_models.Contains(modelName))
        {
            _models.Add(modelName);
        }
    }

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() => OllamaConnection.Properties(this);
}
