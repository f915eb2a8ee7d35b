using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Run.Endpoints;

/// <summary>The port that a resource must have is taken; the message names the setting to change.</summary>
internal sealed class PortInUseException(string resource, string endpoint, int port, string setting) : ResourceStartException(
    $"Port {port} of resource '{resource}' (endpoint '{endpoint}') is already in use on this machine. "
    + $"Stop the program that uses it, or set {setting} to a free port.");
