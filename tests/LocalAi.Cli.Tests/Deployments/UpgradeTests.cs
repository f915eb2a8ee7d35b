using LocalAi.Cli.Deployments;
using LocalAi.TestServers;

namespace LocalAi.Cli.Tests.Deployments;

/// <summary>Upgrades of a deployment that real Docker Compose runs.</summary>
public sealed class UpgradeTests : IAsyncDisposable
{
    private readonly TestDeployment _deployment = new();

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Fact]
    public async Task Upgrade_RollsBackByItself_WhenTheNewImageIsBroken()
    {
        Assert.SkipWhen(TestDeployment.WhyNot() is not null, TestDeployment.WhyNot() ?? "");
        _deployment.Publish(_deployment.Folder, "localai-test/postgres:17", Agent("sleep infinity"), "  agent-data: {}");
        await _deployment.StartAsync();
        await FillAsync();
        await _deployment.ExecuteAsync("agent", "sh", "-c", "echo kept >/data/file");
        var secret = EnvironmentFile.Read(Path.Combine(_deployment.Folder, ".env")).Get("POSTGRES_PASSWORD");
        // What it does to the data before it ends must be undone too.
        _deployment.Publish(
            _deployment.Next,
            "localai-test/postgres:17",
            Agent("echo lost >/data/file; PGPASSWORD=$$PASSWORD psql --host=postgres --username=postgres agent --command='DROP TABLE message'; exit 1", "localai-test/postgres:15"),
            "  agent-data: {}",
            "N8N_JWT_SECRET=\n");

        await _deployment.RunAsync(1, "upgrade", _deployment.Next, "--deployment", _deployment.Folder);

        Assert.Contains("  agent: localai-test/postgres:17 -> localai-test/postgres:15\n  new secrets: N8N_JWT_SECRET\n", _deployment.Terminal.Output, StringComparison.Ordinal);
        Assert.Contains("The new version does not run: agent (", _deployment.Terminal.Output, StringComparison.Ordinal);
        Assert.StartsWith("The upgrade was rolled back: the old version runs again with the data it had. agent (", _deployment.Terminal.Error, StringComparison.Ordinal);
        Assert.Equal("before", await _deployment.QueryAsync("agent", "SELECT text FROM message"));
        Assert.Equal("kept", await _deployment.ExecuteAsync("agent", "cat", "/data/file"));
        Assert.All(await _deployment.Project.ContainersAsync(TestContext.Current.CancellationToken), container => Assert.True(container.IsGood, container.ToString()));
        var file = EnvironmentFile.Read(Path.Combine(_deployment.Folder, ".env"));
        Assert.Equal((secret, null), (file.Get("POSTGRES_PASSWORD"), file.Get("N8N_JWT_SECRET")));
    }

    [Fact]
    public async Task Upgrade_MovesTheDatabasesToANewMajorVersion()
    {
        Assert.SkipWhen(TestDeployment.WhyNot() is not null, TestDeployment.WhyNot() ?? "");
        Assert.SkipUnless(RealServices.Run("docker", ["image", "inspect", "localai-test/postgres:15"]) == 0, "the image localai-test/postgres:15 is not built: run eng/real-services.sh images");
        _deployment.Publish(_deployment.Folder, "localai-test/postgres:15");
        await _deployment.StartAsync();
        await FillAsync();
        await File.WriteAllTextAsync(Path.Combine(_deployment.Folder, "mine.txt"), "added by hand", TestContext.Current.CancellationToken);
        _deployment.Publish(_deployment.Next, "localai-test/postgres:17");

        await _deployment.RunAsync(0, "upgrade", _deployment.Next, "--deployment", _deployment.Folder);

        Assert.Contains("Moving the databases from Postgres 15 to 17.", _deployment.Terminal.Output, StringComparison.Ordinal);
        Assert.Equal(17, await _deployment.Database.MajorVersionAsync(TestContext.Current.CancellationToken));
        Assert.Equal("before|ada", await _deployment.QueryAsync("agent", "SELECT text, pg_get_userbyid(relowner) FROM message, pg_class WHERE relname = 'message'"));
        Assert.True(File.Exists(Path.Combine(_deployment.Folder, "mine.txt")));
        Assert.Single(Directory.GetFiles(Path.Combine(_deployment.Folder, ".localai", "backups")));
    }

    [Fact]
    public async Task Upgrade_ChangesNothing_InADryRun_NorWhileAnotherRuns_NorWithoutTheImage()
    {
        Assert.SkipWhen(TestDeployment.WhyNot() is not null, TestDeployment.WhyNot() ?? "");
        _deployment.Publish(_deployment.Folder, "localai-test/postgres:17");
        _deployment.Publish(_deployment.Next, "localai-test/postgres:17", Agent("sleep infinity"), "  agent-data: {}");
        await _deployment.RunAsync(0, "secrets", "init", _deployment.Folder);

        await _deployment.RunAsync(0, "upgrade", _deployment.Next, "--deployment", _deployment.Folder, "--dry-run");
        Assert.EndsWith("What changes:\n  agent: new, localai-test/postgres:17\nNothing was changed.\n", _deployment.Terminal.Output, StringComparison.Ordinal);

        using (DeploymentLock.Take(_deployment.Project.Deployment))
        {
            await _deployment.RunAsync(1, "upgrade", _deployment.Next, "--deployment", _deployment.Folder);
            Assert.Equal($"Another localai command changes {_deployment.Folder} (process {Environment.ProcessId}): wait until it has ended.\n", _deployment.Terminal.Error);
        }

        await _deployment.RunAsync(1, "upgrade", _deployment.Next, "--deployment", _deployment.Folder, "--backup", Path.Combine(_deployment.Folder, "before.backup"));
        Assert.EndsWith($"lies in what is saved: name a file outside of {_deployment.Folder}, best on another disk.\n", _deployment.Terminal.Error, StringComparison.Ordinal);

        _deployment.Publish(_deployment.Next, "127.0.0.1:9/no/such:image");
        await _deployment.RunAsync(1, "upgrade", _deployment.Next, "--deployment", _deployment.Folder);
        Assert.Contains("The new image 127.0.0.1:9/no/such:image cannot be had; nothing was changed.", _deployment.Terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("agent", await File.ReadAllTextAsync(Path.Combine(_deployment.Folder, "docker-compose.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_deployment.Folder, ".localai", "next")));
    }

    private async Task FillAsync()
    {
        await _deployment.QueryAsync("postgres", "CREATE ROLE ada LOGIN PASSWORD 'adas'");
        await _deployment.QueryAsync("postgres", "CREATE DATABASE agent OWNER ada");
        await _deployment.QueryAsync("agent", "SET ROLE ada; CREATE TABLE message (text text); INSERT INTO message VALUES ('before')");
    }

    private static string Agent(string script, string image = "localai-test/postgres:17") => $$"""
          agent:
            image: {{image}}
            entrypoint: ["sh", "-c", "{{script}}"]
            init: true
            restart: unless-stopped
            environment: { PASSWORD: "${POSTGRES_PASSWORD}" }
            volumes: ["agent-data:/data"]
            depends_on: { postgres: { condition: service_healthy } }
        """;
}
