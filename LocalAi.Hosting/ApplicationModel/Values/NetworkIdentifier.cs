namespace Aspire.Hosting.ApplicationModel;

/// <summary>A network that endpoints are seen from.</summary>
public readonly record struct NetworkIdentifier(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
