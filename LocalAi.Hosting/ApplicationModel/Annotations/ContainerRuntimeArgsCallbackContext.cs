namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a callback that adds engine arguments works with.</summary>
public sealed class ContainerRuntimeArgsCallbackContext(IList<object> args, CancellationToken cancellationToken = default)
{
    /// <summary>The arguments.</summary>
    public IList<object> Args { get; } = args;

    /// <summary>Stops the evaluation.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
