using LocalAi.Cli.Deployments;
using LocalAi.Cli.Tests.Deployments;

namespace LocalAi.Cli.Tests.Secrets;

/// <summary>Rotation in a deployment that real Docker Compose runs.</summary>
public sealed class SecretRotationTests : IAsyncDisposable
{
    private readonly TestDeployment _deployment = new();

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Fact]
    public async Task Rotate_ChangesRoleAndFileTogether_AndRefusesWhatItCannotDo()
    {
        Assert.SkipWhen(TestDeployment.WhyNot() is not null, TestDeployment.WhyNot() ?? "");
        _deployment.Publish(_deployment.Folder, "localai-test/postgres:17", variables: "AGENT_DB_PASSWORD=\n");
        await _deployment.StartAsync();
        var first = Secret("AGENT_DB_PASSWORD");
        await _deployment.RunAsync(1, "secrets", "rotate", "AGENT_DB_PASSWORD", "--deployment", _deployment.Folder);
        Assert.Equal(first, Secret("AGENT_DB_PASSWORD"));
        await _deployment.QueryAsync("postgres", $"CREATE ROLE agent LOGIN PASSWORD '{Secret("AGENT_DB_PASSWORD")}'");
        var (oldAgent, oldAdministrator) = (Secret("AGENT_DB_PASSWORD"), Secret("POSTGRES_PASSWORD"));

        await _deployment.RunAsync(0, "secrets", "rotate", "AGENT_DB_PASSWORD", "--deployment", _deployment.Folder);
        Assert.True(await SignsInAsync("agent", Secret("AGENT_DB_PASSWORD")));
        Assert.False(await SignsInAsync("agent", oldAgent));

        await _deployment.RunAsync(0, "secrets", "rotate", "POSTGRES_PASSWORD", "--deployment", _deployment.Folder);
        await _deployment.Database.WaitUntilReadyAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(await SignsInAsync("postgres", Secret("POSTGRES_PASSWORD")));
        Assert.False(await SignsInAsync("postgres", oldAdministrator));

        await _deployment.RunAsync(1, "secrets", "rotate", "N8N_ENCRYPTION_KEY", "--deployment", _deployment.Folder);
        await _deployment.RunAsync(1, "secrets", "rotate", "AGENT_PASSWORD", "--deployment", _deployment.Folder);
        using (DeploymentLock.Take(_deployment.Project.Deployment))
        {
            await _deployment.RunAsync(1, "secrets", "rotate", "AGENT_DB_PASSWORD", "--deployment", _deployment.Folder);
        }

        string[] errors = [.. _deployment.Terminal.Error.Split('\n').SkipWhile(line => !line.StartsWith("N8N", StringComparison.Ordinal))];
        Assert.Contains("role \"agent\" does not exist", _deployment.Terminal.Error, StringComparison.Ordinal);
        Assert.StartsWith("N8N_ENCRYPTION_KEY unlocks the credentials stored in n8n", errors[0], StringComparison.Ordinal);
        Assert.Equal("AGENT_PASSWORD is no secret of this deployment. Its secrets are: POSTGRES_PASSWORD, N8N_ENCRYPTION_KEY, AGENT_DB_PASSWORD.", errors[1]);
        Assert.StartsWith($"Another localai command changes {_deployment.Folder}", errors[2], StringComparison.Ordinal);
        Assert.DoesNotContain(Secret("AGENT_DB_PASSWORD"), _deployment.Terminal.Output, StringComparison.Ordinal);
    }

    private string Secret(string name) => EnvironmentFile.Read(Path.Combine(_deployment.Folder, ".env")).Get(name)!;

    private async Task<bool> SignsInAsync(string role, string password)
    {
        try
        {
            return await _deployment.ExecuteAsync("postgres", "env", $"PGPASSWORD={password}", "psql", "--host=127.0.0.1", $"--username={role}", "--dbname=postgres", "--tuples-only", "--no-align", "--command=SELECT 1") == "1";
        }
        catch (CommandFailedException error) when (error.Message.Contains("password authentication failed", StringComparison.Ordinal))
        {
            return false;
        }
    }
}
