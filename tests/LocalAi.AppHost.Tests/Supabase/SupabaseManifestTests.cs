using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Supabase;

/// <summary>What Supabase's containers are given. Most of their images cannot be had where this is built: the snapshot is read by people.</summary>
public sealed class SupabaseManifestTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task Services_AreConfiguredAsInTheSnapshot()
    {
        var services = new JsonObject();
        foreach (var (name, resource) in await ResourcesAsync("--LocalAi:Database=supabase", "--LocalAi:Environment=public", "--LocalAi:Domain=ai.mycompany.com", "--LocalAi:Email=ops@mycompany.com"))
        {
            if ((name == "postgres" || name.StartsWith("supabase", StringComparison.Ordinal)) && (string?)resource!["type"] == "container.v0")
            {
                services[name] = resource.DeepClone();
            }
        }

        var snapshot = Path.Combine(Repository.Root, "tests", "LocalAi.AppHost.Tests", "Supabase", "services.json");
        Assert.Equal(await File.ReadAllTextAsync(snapshot, TestContext.Current.CancellationToken), services.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n");
    }

    [Fact]
    public async Task Passwords_AreSecretsOfTheirOwn_AndNoValueIsPublished()
    {
        var resources = await ResourcesAsync("--LocalAi:Database=supabase", "--Parameters:supabase-jwt-secret=hunter2hunter2hunter2hunter2hunter2");
        string[] secrets =
        [
            "supabase-admin-db-password", "postgres-password", "authenticator-db-password", "supabase-auth-admin-db-password", "supabase-storage-admin-db-password",
            "agent-db-password", "n8n-db-password", "supabase-jwt-secret", "supabase-anon-key", "supabase-service-role-key", "supabase-dashboard-password", "supabase-meta-crypto-key",
        ];

        Assert.All(secrets, secret => Assert.True((bool)resources[secret]!["inputs"]!["value"]!["secret"]!, secret));
        Assert.DoesNotContain("hunter2", resources.ToJsonString());
    }

    [Fact]
    public async Task PlainPostgres_HasNothingOfIt() =>
        Assert.DoesNotContain(await ResourcesAsync(), resource => resource.Key.Contains("supabase", StringComparison.Ordinal));

    private static async Task<JsonObject> ResourcesAsync(params string[] arguments) =>
        JsonNode.Parse(await PublishedManifest.PublishAsync(arguments))!["resources"]!.AsObject();
}
