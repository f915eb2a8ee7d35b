using Aspire.Hosting.Publishing;
using LocalAi.Hosting.Secrets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A default that is made once and then read from the data directory.</summary>
internal sealed class PersistedParameterDefault(string parameterName, ParameterDefault inner, SecretsFile secrets) : ParameterDefault
{
    public override void WriteToManifest(ManifestPublishingContext context) => inner.WriteToManifest(context);

    public override string GetDefaultValue() => secrets.GetOrAdd($"Parameters:{parameterName}", inner.GetDefaultValue);
}
