using System.CommandLine;
using LocalAi.Cli.Backups.Deployments;
using LocalAi.Cli.Backups.Local;
using LocalAi.Cli.Deployments;
using LocalAi.Cli.Secrets;

namespace LocalAi.Cli.Backups;

/// <summary>Which stack a command is about: <c>--data-directory DIR</c> or <c>--deployment DIR</c>; without either the usual data directory.</summary>
internal sealed class StackOptions(CliContext context)
{
    private readonly Option<string?> _deployment = DeploymentOption.Create();
    private readonly Option<string> _dataDirectory = DataDirectoryOption.Create(context);

    public void AddTo(Command command)
    {
        command.Add(_deployment);
        command.Add(_dataDirectory);
    }

    public IStackData Open(ParseResult parsed) => parsed.GetValue(_deployment) is { } deployment
        ? new DeploymentData(new ComposeProject(Deployment.At(deployment)), context.Doctor.Time)
        : new LocalData(parsed.GetRequiredValue(_dataDirectory), context.Doctor.Time);
}
