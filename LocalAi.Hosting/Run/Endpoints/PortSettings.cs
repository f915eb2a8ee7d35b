namespace LocalAi.Hosting.Run.Endpoints;

/// <summary>
/// The setting that moves a resource's port: <c>LocalAi:Services:NAME:Port</c>, unless the app host registers a keyed
/// <c>Func&lt;string, string?&gt;</c> under <see cref="ServiceKey"/> that knows better.
/// </summary>
internal sealed class PortSettings(Func<string, string?>? known)
{
    public const string ServiceKey = "LocalAi:PortSetting";

    public string KeyFor(string resourceName) => known?.Invoke(resourceName) ?? $"LocalAi:Services:{resourceName}:Port";
}
