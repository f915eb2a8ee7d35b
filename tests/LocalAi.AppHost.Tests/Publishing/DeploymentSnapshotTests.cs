using System.Text.RegularExpressions;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Publishing;

/// <summary>
/// What is published for each environment, graphics processor and database is what was published when it was last looked at, and the
/// programs that read it accept it. <c>LOCALAI_UPDATE_SNAPSHOTS=1</c> writes the snapshots anew.
/// </summary>
public sealed partial class DeploymentSnapshotTests : IDisposable
{
    private static readonly string Snapshots = Path.Combine(Repository.Root, "tests", "LocalAi.AppHost.Tests", "Publishing", "Snapshots");
    private static readonly bool IsUpdating = Environment.GetEnvironmentVariable("LOCALAI_UPDATE_SNAPSHOTS") == "1";

    private readonly PublishedFolder _folder = new();

    /// <summary>The environment, <c>LocalAi:Gpu</c> and the database.</summary>
    public static TheoryData<string, string, string> Combinations =>
        new(from environment in new[] { "private", "lan", "public" }
            from gpu in new[] { "none", "nvidia", "amd" }
            from database in new[] { "postgres", "supabase" }
            select (environment, gpu, database));

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Deployment_IsAsItWasLookedAt_AndValid(string environment, string gpu, string database)
    {
        await _folder.PublishAsync($"--LocalAi:Environment={environment}", $"--LocalAi:Gpu={gpu}", $"--LocalAi:Database={database}", "--LocalAi:Domain=ai.mycompany.com", "--LocalAi:Email=ops@mycompany.com");

        // The graphics processor changes one line of .env and nothing else; the rest is the same snapshot for all three.
        var overlay = gpu == "none" ? "" : $"# The compose files that are merged, in this order\nCOMPOSE_FILE=docker-compose.yaml:docker-compose.gpu-{gpu}.yaml\n\n";
        var secrets = _folder.Read(".env");
        Assert.StartsWith(overlay, secrets, StringComparison.Ordinal);
        Compare($"{environment}-{database}", _folder.Files.Where(file => file != ".env" && !file.StartsWith(".localai", StringComparison.Ordinal)), secrets[overlay.Length..]);
        await ComposeAcceptsAsync(gpu);
        await CaddyAcceptsAsync();
    }

    public void Dispose() => _folder.Dispose();

    private void Compare(string name, IEnumerable<string> files, string secrets)
    {
        var published = files.ToDictionary(file => file, _folder.Read);
        published[".env"] = secrets;
        // Long, and tested where they are made: they are to be there.
        foreach (var file in new[] { "n8n/start.sh", "n8n/workflows.json", "postgres/10-databases.sh", "postgres/supabase.sh", "supabase/kong.sh" }.Where(published.ContainsKey))
        {
            published[file] = published[file].Length > 0 ? "there\n" : "empty\n";
        }

        var snapshot = Path.Combine(Snapshots, $"{name}.txt");
        var text = string.Concat(published.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"===== {file.Key}\n{file.Value}"));
        if (IsUpdating)
        {
            File.WriteAllText(snapshot, text);
        }

        Assert.Equal(File.ReadAllText(snapshot), text);
    }

    private async Task ComposeAcceptsAsync(string gpu)
    {
        Assert.SkipWhen(Compose.WhyNot() is not null, Compose.WhyNot() ?? "");
        var (blank, refusal) = await Compose.RunAsync(_folder, "config", "--quiet");
        Assert.True(blank != 0 && refusal.Contains("it is blank in .env, run: localai secrets init", StringComparison.Ordinal), refusal);

        Compose.FillSecrets(_folder);
        var (exitCode, output) = await Compose.RunAsync(_folder, "config");
        Assert.True(exitCode == 0, output);
        Assert.Equal(gpu == "nvidia", output.Contains("driver: nvidia", StringComparison.Ordinal));
        Assert.Equal(gpu == "amd", output.Contains("-rocm", StringComparison.Ordinal));
        Assert.DoesNotContain("level=warning", output);
    }

    [GeneratedRegex(@"\{\$([A-Z0-9_]+)\}")]
    private static partial Regex Variable();

    private async Task CaddyAcceptsAsync()
    {
        if (!_folder.Files.Contains("caddy/Caddyfile"))
        {
            return;
        }

        var (exitCode, output) = await _folder.RunAsync(
            "caddy",
            ["validate", "--adapter", "caddyfile", "--config", "caddy/Caddyfile"],
            Variable().Matches(_folder.Read("caddy/Caddyfile")).Select(match => match.Groups[1].Value).Distinct().ToDictionary(name => name, _ => "http://upstream:8080"));
        Assert.True(exitCode == 0, output);
    }
}
