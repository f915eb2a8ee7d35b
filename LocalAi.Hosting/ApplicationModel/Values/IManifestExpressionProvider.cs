namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that the manifest refers to.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>The reference, such as <c>{postgres.bindings.tcp.host}</c>.</summary>
    string ValueExpression { get; }
}
