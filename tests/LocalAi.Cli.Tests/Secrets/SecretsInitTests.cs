using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LocalAi.Cli.Deployments;

namespace LocalAi.Cli.Tests.Secrets;

public sealed class SecretsInitTests : IDisposable
{
    private const string Published = """
        # Parameter agent-db-password
        AGENT_DB_PASSWORD=

        # Container image name for agent
        AGENT_IMAGE=

        # The key of another's service
        GROQ_API_KEY=

        # Parameter n8n-encryption-key
        N8N_ENCRYPTION_KEY=kept-as-it-is

        # Parameter n8n-owner-password-hash
        N8N_OWNER_PASSWORD_HASH=

        SUPABASE_ANON_KEY=
        SUPABASE_JWT_SECRET=
        SUPABASE_SERVICE_ROLE_KEY=

        """;

    private readonly Terminal _terminal = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-secrets-").FullName;

    public void Dispose()
    {
        _terminal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Init_FillsWhatIsBlank_AndKeepsTheRest()
    {
        var file = await InitAsync();

        Assert.Equal("kept-as-it-is", file.Get("N8N_ENCRYPTION_KEY"));
        Assert.Equal(["", ""], [file.Get("AGENT_IMAGE"), file.Get("GROQ_API_KEY")]);
        Assert.Matches("^[A-Za-z0-9]{24}$", file.Get("AGENT_DB_PASSWORD"));
        Assert.Matches("^[A-Za-z0-9]{48}$", file.Get("SUPABASE_JWT_SECRET"));
        Assert.Contains("# The key of another's service", await LinesAsync());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, ".env")));
        }
    }

    [Fact]
    public async Task Init_PrintsNamesAndNoValue()
    {
        var file = await InitAsync();

        Assert.Contains("Made 6 secrets: AGENT_DB_PASSWORD, SUPABASE_JWT_SECRET, N8N_OWNER_PASSWORD, N8N_OWNER_PASSWORD_HASH,", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("AGENT_IMAGE, GROQ_API_KEY.", _terminal.Output, StringComparison.Ordinal);
        Assert.All(file.Names.Select(file.Get).Where(value => value!.Length > 0), value => Assert.DoesNotContain(value!, _terminal.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Init_ChangesNothing_TheSecondTime()
    {
        await InitAsync();
        var first = await LinesAsync();
        await InitAsync();

        Assert.Equal(first, await LinesAsync());
        Assert.Contains("Every secret is set; nothing changed.", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_HashesTheOwnersPassword_WithDollarsDoubledForCompose()
    {
        var file = await InitAsync();

        var line = Assert.Single(await LinesAsync(), line => line.StartsWith("N8N_OWNER_PASSWORD_HASH=", StringComparison.Ordinal));
        Assert.Matches(@"^N8N_OWNER_PASSWORD_HASH=\$\$2[aby]\$\$\d\d\$\$[./A-Za-z0-9]{53}$", line);
        Assert.True(BCrypt.Net.BCrypt.Verify(file.Get("N8N_OWNER_PASSWORD"), file.Get("N8N_OWNER_PASSWORD_HASH")));
    }

    [Theory]
    [InlineData("SUPABASE_ANON_KEY", "anon")]
    [InlineData("SUPABASE_SERVICE_ROLE_KEY", "service_role")]
    public async Task Init_MintsSupabasesTokens_FromTheJwtSecret(string name, string role)
    {
        var file = await InitAsync();

        var parts = file.Get(name)!.Split('.');
        var payload = JsonElement.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])));
        Assert.Equal((role, "supabase"), (payload.GetProperty("role").GetString(), payload.GetProperty("iss").GetString()));
        Assert.True(payload.GetProperty("exp").GetInt64() > payload.GetProperty("iat").GetInt64());
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(file.Get("SUPABASE_JWT_SECRET")!), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        Assert.Equal(Base64Url.EncodeToString(signature), parts[2]);
    }

    [Fact]
    public async Task Init_RefusesAFolder_WithoutAPublishedCompose()
    {
        Assert.Equal(1, await _terminal.RunAsync("secrets", "init", _folder));

        Assert.StartsWith($"{_folder} is no deployment: it has no docker-compose.yaml. Name the published folder,", _terminal.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    private async Task<EnvironmentFile> InitAsync()
    {
        if (!File.Exists(Path.Combine(_folder, ".env")))
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, ".env"), Published, TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "docker-compose.yaml"), "services: {}\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, await _terminal.RunAsync("secrets", "init", _folder));
        return EnvironmentFile.Read(Path.Combine(_folder, ".env"));
    }

    private Task<string[]> LinesAsync() => File.ReadAllLinesAsync(Path.Combine(_folder, ".env"), TestContext.Current.CancellationToken);
}
