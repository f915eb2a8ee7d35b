using System.Text.Json;

namespace LocalAi.Cli.Tests.Deployments;

/// <summary>Backup, loss of everything, restore: with real Docker Compose, Postgres with pgvector and n8n.</summary>
public sealed class DeploymentBackupTests : IAsyncDisposable
{
    // n8n is not served here: its own commands write and read what it keeps. The files service stands for Open WebUI.
    private const string Services = """
          n8n:
            image: localai-test/n8n:2
            entrypoint: ["sleep", "infinity"]
            init: true
            environment: { DB_TYPE: postgresdb, DB_POSTGRESDB_HOST: postgres, DB_POSTGRESDB_DATABASE: n8n, DB_POSTGRESDB_USER: postgres, DB_POSTGRESDB_PASSWORD: "${POSTGRES_PASSWORD}", N8N_ENCRYPTION_KEY: "${N8N_ENCRYPTION_KEY}", N8N_DIAGNOSTICS_ENABLED: "false" }
            volumes: ["n8n-data:/home/node/.n8n"]
            depends_on: { postgres: { condition: service_healthy } }
          open-webui:
            image: localai-test/debian:bookworm
            entrypoint: ["sleep", "infinity"]
            init: true
            volumes: ["open-webui-data:/app/backend/data"]
          ollama:
            image: localai-test/debian:bookworm
            entrypoint: ["sleep", "infinity"]
            init: true
            volumes: ["ollama-data:/root/.ollama"]
        """;

    private const string Volumes = """
          n8n-data: {}
          open-webui-data: {}
          ollama-data: {}
        """;

    private readonly TestDeployment _deployment = new();

    public ValueTask DisposeAsync() => _deployment.DisposeAsync();

    [Fact]
    public async Task Restore_BringsEverythingBack_AfterTheVolumesAreGone()
    {
        Assert.SkipWhen(TestDeployment.WhyNot() is not null, TestDeployment.WhyNot() ?? "");
        _deployment.Publish(_deployment.Folder, "localai-test/postgres:17", Services, Volumes);
        await _deployment.StartAsync();
        await FillAsync();

        await _deployment.RunAsync(0, "backup", _deployment.Backup, "--deployment", _deployment.Folder);
        Assert.Contains("(models by name: qwen3:8b)", _deployment.Terminal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("volumes/ollama-data.tar", _deployment.Terminal.Output, StringComparison.Ordinal);
        Assert.Equal(["running"], (await _deployment.Project.ContainersAsync(TestContext.Current.CancellationToken)).Select(container => container.State).Distinct());

        await _deployment.Project.ComposeAsync(["down", "--volumes", "--timeout", "1"], TestContext.Current.CancellationToken);
        Directory.Delete(_deployment.Folder, recursive: true);
        await _deployment.RunAsync(0, "restore", _deployment.Backup, "--deployment", _deployment.Folder);

        Assert.Equal("Grüße|[1,2,3]|agent", await _deployment.QueryAsync("agent", "SELECT text, embedding, pg_get_userbyid(relowner) FROM document, pg_class WHERE relname = 'document'"));
        Assert.Equal("1000 a picture", await _deployment.ExecuteAsync("open-webui", "sh", "-c", "echo \"$(stat -c %u /app/backend/data/uploads) $(cat /app/backend/data/uploads/picture)\""));
        Assert.Equal("1000 755", await _deployment.ExecuteAsync("n8n", "stat", "--format=%u %a", "/home/node/.n8n"));
        var credential = Assert.Single(await ExportCredentialsAsync());
        Assert.Equal("the secret of the mail server", credential.GetProperty("data").GetProperty("value").GetString());
        Assert.Equal("My workflow", await _deployment.QueryAsync("n8n", "SELECT name FROM workflow_entity"));
        Assert.Contains("All 4 services run and are healthy.", _deployment.Terminal.Output, StringComparison.Ordinal);
        Assert.Contains("The stack had these models; pull those that are not there: qwen3:8b.", _deployment.Terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_ReplacesWhatIsThere_OnlyWhenTold()
    {
        Assert.SkipWhen(TestDeployment.WhyNot() is not null, TestDeployment.WhyNot() ?? "");
        _deployment.Publish(_deployment.Folder, "localai-test/postgres:17");
        await _deployment.StartAsync();
        await _deployment.QueryAsync("postgres", "CREATE DATABASE agent");
        await _deployment.QueryAsync("agent", "CREATE TABLE message (text text); INSERT INTO message VALUES ('as saved')");
        await _deployment.RunAsync(0, "backup", _deployment.Backup, "--deployment", _deployment.Folder);
        await _deployment.QueryAsync("agent", "UPDATE message SET text = 'later'");

        await _deployment.RunAsync(1, "restore", _deployment.Backup, "--deployment", _deployment.Folder);
        Assert.StartsWith($"{_deployment.Folder} has a deployment already. With --replace", _deployment.Terminal.Error, StringComparison.Ordinal);
        Assert.Equal("later", await _deployment.QueryAsync("agent", "SELECT text FROM message"));

        // Into an empty folder, but for the same project: its volumes are there.
        await _deployment.RunAsync(1, "restore", _deployment.Backup, "--deployment", _deployment.Next);
        Assert.Contains("Volumes of an earlier deployment of this name are there: ", _deployment.Terminal.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_deployment.Next, "docker-compose.yaml")));
        Assert.Equal("later", await _deployment.QueryAsync("agent", "SELECT text FROM message"));

        await _deployment.RunAsync(0, "restore", _deployment.Backup, "--deployment", _deployment.Folder, "--replace");
        Assert.Equal("as saved", await _deployment.QueryAsync("agent", "SELECT text FROM message"));
    }

    private async Task FillAsync()
    {
        await _deployment.QueryAsync("postgres", "CREATE ROLE agent LOGIN PASSWORD 'agents'");
        await _deployment.QueryAsync("postgres", "CREATE DATABASE agent OWNER agent");
        await _deployment.QueryAsync("postgres", "CREATE DATABASE n8n");
        await _deployment.QueryAsync("agent", "CREATE EXTENSION vector");
        await _deployment.QueryAsync("agent", "SET ROLE agent; CREATE TABLE document (text text, embedding vector(3)); INSERT INTO document VALUES ('Grüße', '[1,2,3]')");
        await _deployment.ExecuteAsync("open-webui", "sh", "-c", "mkdir /app/backend/data/uploads && echo 'a picture' >/app/backend/data/uploads/picture && chown -R 1000 /app/backend/data/uploads");
        await _deployment.ExecuteAsync("ollama", "sh", "-c", "mkdir -p /root/.ollama/models/manifests/registry.ollama.ai/library/qwen3 && echo '{}' >/root/.ollama/models/manifests/registry.ollama.ai/library/qwen3/8b");
        await ImportAsync("import:credentials", """[{"id":"mail","name":"Mail","type":"httpHeaderAuth","data":{"name":"Authorization","value":"the secret of the mail server"}}]""");
        await ImportAsync("import:workflow", """[{"id":"mine","name":"My workflow","nodes":[],"connections":{},"settings":{},"active":false}]""");
        Assert.DoesNotContain("secret of the mail server", await _deployment.QueryAsync("n8n", "SELECT data FROM credentials_entity"), StringComparison.Ordinal);
    }

    private async Task ImportAsync(string command, string content)
    {
        var said = await _deployment.ExecuteAsync("n8n", "sh", "-c", $"cat >/tmp/in.json <<'JSON'\n{content}\nJSON\nn8n {command} --input=/tmp/in.json 2>&1");
        Assert.Contains("Successfully imported", said, StringComparison.Ordinal);
    }

    private async Task<List<JsonElement>> ExportCredentialsAsync()
    {
        var said = await _deployment.ExecuteAsync("n8n", "sh", "-c", "n8n export:credentials --all --decrypted --output=/tmp/out.json >&2; cat /tmp/out.json");
        return [.. JsonElement.Parse(said).EnumerateArray()];
    }
}
