namespace Aspire.Hosting.ApplicationModel;

/// <summary>An Ollama server.</summary>
public interface IOllamaResource : IResourceWithConnectionString, IResourceWithEndpoints
{
    /// <summary>The models it is to have.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>Where the server listens.</summary>
    EndpointReference PrimaryEndpoint { get; }

    /// <summary>The host name.</summary>
    EndpointReferenceExpression Host { get; }

    /// <summary>The port.</summary>
    EndpointReferenceExpression Port { get; }

    /// <summary>The server's address.</summary>
    ReferenceExpression UriExpression { get; }

    /// <summary>Adds a model it is to have.</summary>
    void AddModel(string modelName);
}
