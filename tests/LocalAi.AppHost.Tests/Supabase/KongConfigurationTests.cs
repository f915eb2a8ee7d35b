using System.Diagnostics;
using LocalAi.AppHost.Supabase;
using LocalAi.TestServers;
using YamlDotNet.RepresentationModel;

namespace LocalAi.AppHost.Tests.Supabase;

/// <summary>Kong itself cannot be had where this is built: its file is checked by shape, and the script that fills it by running it.</summary>
public sealed class KongConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-kong-").FullName;

    /// <summary>Variables that the app host gives the gateway, with characters that mean something to sed, to YAML, or in addresses.</summary>
    private static Dictionary<string, string> Variables { get; } = new()
    {
        ["AUTH_URL"] = "http://auth:9999",
        ["REST_URL"] = "http://rest:3000",
        ["STORAGE_URL"] = "http://storage:5000",
        ["META_URL"] = "http://meta:8080",
        ["STUDIO_URL"] = "http://studio:3000",
        ["DASHBOARD_USERNAME"] = "supabase",
        ["DASHBOARD_PASSWORD"] = @"p&ss\w|rd/1",
        ["ANON_KEY"] = "eyJh.anon-_.x",
        ["SERVICE_ROLE_KEY"] = "eyJh.service-_.y",
    };

    [Fact]
    public async Task File_LeadsEveryPathToItsService_ForThoseWhoMay()
    {
        var root = await RenderAsync();

        Assert.Equal(
            [
                "/auth/v1/verify http://auth:9999/verify rate-limiting cors",
                "/auth/v1/callback http://auth:9999/callback rate-limiting cors",
                "/auth/v1/authorize http://auth:9999/authorize rate-limiting cors",
                "/auth/v1/.well-known/jwks.json http://auth:9999/.well-known/jwks.json cors",
                "/auth/v1/ http://auth:9999/ rate-limiting cors key-auth acl(anon service)",
                "/rest/v1/ http://rest:3000/ cors key-auth acl(anon service)",
                "/storage/v1/ http://storage:5000/ cors",
                "/pg/ http://meta:8080/ key-auth acl(service)",
                "/ http://studio:3000/ basic-auth",
            ],
            ((YamlSequenceNode)root["services"]).Select(Line));
    }

    [Fact]
    public async Task File_KnowsTheKeysAndStudiosPassword()
    {
        var consumers = ((YamlSequenceNode)(await RenderAsync())["consumers"]).ToDictionary(consumer => (string)consumer["username"]!);

        Assert.Equal(("supabase", @"p&ss\w|rd/1"), Login(consumers["dashboard"]["basicauth_credentials"][0]));
        Assert.Equal(("eyJh.anon-_.x", "anon"), Key(consumers["anon"]));
        Assert.Equal(("eyJh.service-_.y", "service"), Key(consumers["service_role"]));
        static (string?, string?) Login(YamlNode credentials) => ((string?)credentials["username"], (string?)credentials["password"]);
        static (string?, string?) Key(YamlNode consumer) => ((string?)consumer["keyauth_credentials"][0]["key"], (string?)consumer["acls"][0]["group"]);
    }

    [Fact]
    public void PublishedFile_HoldsNoSecret_AndOnlyPlaceholdersOfTheScript()
    {
        var text = KongConfiguration.Write();

        Assert.DoesNotContain("$", text);
        Assert.All(Variables.Keys, name => Assert.Contains($"__{name}__", text));
        Assert.DoesNotContain("__", Variables.Keys.Aggregate(text, (rest, name) => rest.Replace($"__{name}__", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Script_NamesTheVariable_ThatIsMissing()
    {
        var (exitCode, error) = Run(Variables.Where(variable => variable.Key != "ANON_KEY"));

        Assert.Equal((1, "kong.sh: ANON_KEY is not set"), (exitCode, error));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Line(YamlNode service)
    {
        var route = Assert.Single((YamlSequenceNode)service["routes"]);
        Assert.Equal("true", (string?)route["strip_path"]);
        var plugins = ((YamlSequenceNode)service["plugins"]).Select(plugin => (string?)plugin["name"] == "acl"
            ? $"acl({string.Join(' ', ((YamlSequenceNode)plugin["config"]["allow"]).Select(group => (string?)group))})"
            : (string?)plugin["name"]);
        return $"{route["paths"][0]} {service["url"]} {string.Join(' ', plugins)}";
    }

    private async Task<YamlNode> RenderAsync()
    {
        // The script ends where it hands over to Kong, which is not there.
        Run(Variables);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(await File.ReadAllTextAsync(Path.Combine(_folder, "out.yml"), TestContext.Current.CancellationToken)));
        return yaml.Documents[0].RootNode;
    }

    private (int ExitCode, string Error) Run(IEnumerable<KeyValuePair<string, string>> variables)
    {
        File.WriteAllText(Path.Combine(_folder, "kong.yml"), KongConfiguration.Write());
        var start = new ProcessStartInfo("sh", [Path.Combine(Repository.Root, "LocalAi.AppHost", "Supabase", "kong.sh"), Path.Combine(_folder, "kong.yml")]) { RedirectStandardError = true };
        start.Environment["KONG_DECLARATIVE_CONFIG"] = Path.Combine(_folder, "out.yml");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error.Trim());
    }
}
