using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Tests.Secrets;

public sealed class SecretsCopyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-cli-").FullName;

    public SecretsCopyTests() => File.WriteAllText(
        Path.Combine(_folder, "secrets.json"), """{ "Parameters:agent-key": "aB3-of-the-agent", "dashboard-browser-token": "of-the-dashboard" }""");

    [Theory]
    [InlineData("agent-key", "aB3-of-the-agent")]
    [InlineData("dashboard-browser-token", "of-the-dashboard")]
    public async Task Secret_GoesToTheClipboard_AndIsNotPrinted(string name, string value)
    {
        using var terminal = new Terminal();

        Assert.Equal(ExitCode.Success, await terminal.RunAsync("secrets", "copy", name, "--data-directory", _folder));

        Assert.Equal(value, terminal.Copied);
        Assert.Equal($"{name} is on the clipboard.", terminal.Output.Trim());
    }

    [Fact]
    public async Task Secret_IsPrinted_OnDemand()
    {
        using var terminal = new Terminal();

        Assert.Equal(ExitCode.Success, await terminal.RunAsync("secrets", "copy", "agent-key", "--print", "--data-directory", _folder));

        Assert.Null(terminal.Copied);
        Assert.Equal("aB3-of-the-agent", terminal.Output.Trim());
    }

    [Fact]
    public async Task DataDirectory_IsTheStacksOwn_WithoutTheOption()
    {
        using var terminal = new Terminal();
        terminal.Probes = terminal.Probes with { Setting = name => name == "LocalAi__DataDirectory" ? _folder : null };

        Assert.Equal(ExitCode.Success, await terminal.RunAsync("secrets", "copy", "agent-key"));

        Assert.Equal("aB3-of-the-agent", terminal.Copied);
    }

    [Fact]
    public async Task SecretOfADeployment_ComesFromItsEnvironmentFile()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, Deployment.ComposeFileName), "services: {}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, Deployment.EnvironmentFileName), "AGENT_KEY=of-the-deployment\nAGENT_IMAGE=agent:1\n", TestContext.Current.CancellationToken);
        using var terminal = new Terminal();

        Assert.Equal(ExitCode.Success, await terminal.RunAsync("secrets", "copy", "AGENT_KEY", "--deployment", _folder));
        Assert.Equal("of-the-deployment", terminal.Copied);
        Assert.Equal(ExitCode.Negative, await terminal.RunAsync("secrets", "copy", "AGENT_IMAGE", "--deployment", _folder));
        Assert.Contains("Its secrets are: AGENT_KEY.", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("copy")]
    [InlineData("change")]
    public async Task UnknownName_IsRefused_WithTheNamesThereAre(string command)
    {
        using var terminal = new Terminal();

        Assert.Equal(ExitCode.Negative, await terminal.RunAsync("secrets", command, "agent-kee", "--data-directory", _folder));

        Assert.Equal("agent-kee is no secret of this stack. Its secrets are: agent-key, dashboard-browser-token.", terminal.Error.Trim());
    }

    [Fact]
    public async Task AbsentFile_IsNamedWithTheRemedy()
    {
        using var terminal = new Terminal();

        Assert.Equal(ExitCode.Negative, await terminal.RunAsync("secrets", "copy", "agent-key", "--data-directory", Path.Combine(_folder, "none")));

        Assert.EndsWith("is not there: start the stack once, or name its data directory with --data-directory.", terminal.Error.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_NeedsARunningStack()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "secrets.json"), """{ "Parameters:agent-db-password": "old", "dashboard-resource-service-key": "key" }""", TestContext.Current.CancellationToken);
        using var terminal = new Terminal();

        Assert.Equal(ExitCode.Negative, await terminal.RunAsync("secrets", "change", "agent-db-password", "--data-directory", _folder, "--resource-service-port", "1"));

        Assert.StartsWith("No stack answers on port 1. Start it first", terminal.Error.Trim(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
