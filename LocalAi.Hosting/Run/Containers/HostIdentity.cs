using System.Security.Cryptography;
using System.Text;
using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>Tells the containers of one data directory from those of another: their names and labels carry it.</summary>
internal sealed class HostIdentity(HostSession session)
{
    public const string HostLabel = "localai.host";
    public const string ResourceLabel = "localai.resource";
    public const string LifetimeLabel = "localai.lifetime";
    public const string ConfigurationLabel = "localai.configuration";

    /// <summary>Eight hexadecimal digits made of the data directory's path.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session.Folders.DataDirectory)))[..8];

    /// <summary>The network that all containers of this host share.</summary>
    public string NetworkName => $"localai-{Id}";
}
