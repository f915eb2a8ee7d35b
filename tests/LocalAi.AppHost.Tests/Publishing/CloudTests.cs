using System.Text.Json;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Publishing;

/// <summary>What makes a server is accepted by the programs that read it.</summary>
public sealed class CloudTests : IDisposable
{
    private static readonly string? Bicep = typeof(CloudTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), inherit: false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == "BicepPath")?.Value;

    private readonly string _folder = Directory.CreateTempSubdirectory("localai-cloud-").FullName;

    [Fact]
    public async Task CloudInit_IsValid()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/cloud-init"), "cloud-init is not installed: run eng/real-services.sh install");

        var (exitCode, output) = await Programs.RunAsync("cloud-init", ["schema", "--config-file", Path.Combine(Repository.Root, "deploy", "cloud-init.yaml")]);

        Assert.True(exitCode == 0, output);
        Assert.Contains("Valid", output);
    }

    [Fact]
    public async Task Bicep_BuildsAndLints_WithoutAWarning()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Bicep), "not obtainable: Bicep's compiler comes from NuGet for Linux on x64 only");
        File.SetUnixFileMode(Bicep!, File.GetUnixFileMode(Bicep!) | UnixFileMode.UserExecute);
        var main = Path.Combine(Repository.Root, "infra", "main.bicep");
        var template = Path.Combine(_folder, "main.json");

        // It ends with 0 whatever it warns of.
        Assert.Equal((0, ""), await Programs.RunAsync(Bicep!, ["build", main, "--outfile", template]));
        Assert.Equal((0, ""), await Programs.RunAsync(Bicep!, ["lint", main]));
        Assert.Equal((0, ""), await Programs.RunAsync(Bicep!, ["lint", Path.Combine(Repository.Root, "infra", "vm.bicep")]));

        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(template, TestContext.Current.CancellationToken));
        Assert.Equal(["AZURE_RESOURCE_GROUP", "LOCALAI_HOST", "LOCALAI_SSH_USER"], document.RootElement.GetProperty("outputs").EnumerateObject().Select(output => output.Name));
    }

    [Fact]
    public async Task Parameters_AreTheTemplatesOwn()
    {
        var bicep = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "infra", "main.bicep"), TestContext.Current.CancellationToken);
        var declared = bicep.Where(line => line.StartsWith("param ", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToDictionary(words => words[1], words => words.Contains("="));
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "infra", "main.parameters.json"), TestContext.Current.CancellationToken));
        var given = document.RootElement.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name).ToList();

        Assert.All(given, name => Assert.Contains(name, declared.Keys));
        Assert.All(declared.Where(parameter => !parameter.Value), parameter => Assert.Contains(parameter.Key, given));
    }

    [Theory]
    [InlineData("deploy/push.sh")]
    [InlineData("deploy/build-images.sh")]
    [InlineData("deploy/azure.sh")]
    public async Task Scripts_AreValid(string script)
    {
        var (exitCode, output) = await Programs.RunAsync("bash", ["-n", Path.Combine(Repository.Root, script)]);

        Assert.True(exitCode == 0, output);
        Assert.True(File.GetUnixFileMode(Path.Combine(Repository.Root, script)).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task Azure_NamesEverySettingThatIsMissing()
    {
        var (exitCode, output) = await Programs.RunAsync("sh", [Path.Combine(Repository.Root, "deploy", "azure.sh"), "check"], environment: new Dictionary<string, string> { ["LOCALAI_DNS_LABEL"] = "mine" });

        Assert.Equal(1, exitCode);
        Assert.Contains("azd env set LOCALAI_DOMAIN", output);
        Assert.Contains("azd env set LOCALAI_EMAIL", output);
        Assert.Contains("azd env set LOCALAI_SSH_SOURCE", output);
        Assert.DoesNotContain("LOCALAI_DNS_LABEL", output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
