using System.CommandLine;

namespace LocalAi.Cli.Deployments;

/// <summary><c>--deployment DIR</c>.</summary>
internal static class DeploymentOption
{
    public static Option<string?> Create() => new("--deployment") { Description = "A published folder, instead of the local data directory", HelpName = "DIR" };
}
