using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests;

/// <summary>
/// eng/Aspire.props and eng/Aspire.targets on a small project of the app host's shape, with a folder as the only package feed: the
/// machine's own feeds and network play no part.
/// </summary>
public sealed class AspireChoiceTests : IDisposable
{
    private static readonly string[] AspirePackages =
    [
        "Aspire.Hosting.AppHost", "Aspire.Hosting.PostgreSQL", "Aspire.Hosting.Docker", "Aspire.Npgsql", "CommunityToolkit.Aspire.Hosting.Ollama",
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("localai-aspire-").FullName;

    public AspireChoiceTests()
    {
        var source = Repository.Root;
        Directory.CreateDirectory(Feed);
        Directory.CreateDirectory(Path.Combine(_root, "eng/aspire-probe"));
        foreach (var file in new[] { "eng/Aspire.props", "eng/Aspire.targets", "eng/aspire-probe/aspire-probe.csproj", "global.json" })
        {
            File.Copy(Path.Combine(source, file), Path.Combine(_root, file));
        }

        Write("NuGet.config", $"""
            <configuration><packageSources><clear /><add key="only" value="{Feed}" /></packageSources></configuration>
            """);
        Write("Directory.Build.props", """
            <Project>
              <Import Project="eng/Aspire.props" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <UseArtifactsOutput>true</UseArtifactsOutput>
                <ArtifactsPath>$(MSBuildThisFileDirectory)artifacts</ArtifactsPath>
              </PropertyGroup>
            </Project>
            """);
        Write("Directory.Packages.props", $"""
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup>{string.Concat(AspirePackages.Select(name => $"<PackageVersion Include=\"{name}\" Version=\"{VersionOf(name)}\" />"))}</ItemGroup>
            </Project>
            """);
        Write("LocalAi.Hosting/LocalAi.Hosting.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        Write("LocalAi.Hosting/Host.cs", "namespace Aspire.Hosting { public static class Host; } namespace Aspire.Hosting.ApplicationModel { public static class Model; }");
        Write("AppHost/AppHost.csproj", $"""
            <Project>
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <Import Project="Sdk.props" Sdk="Aspire.AppHost.Sdk" Version="{PinnedAspire}" Condition="'$(UseAspire)' == 'true'" />
              <PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>
              <Import Project="../eng/Aspire.targets" />
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
              <Import Project="Sdk.targets" Sdk="Aspire.AppHost.Sdk" Version="{PinnedAspire}" Condition="'$(UseAspire)' == 'true'" />
              <Target Name="Say" AfterTargets="Build">
                <Message Importance="high" Text="UseAspire=[$(UseAspire)] Reason=[$(AspireReason)] FromSdk=[$(FakeAspireSdk)]" />
              </Target>
            </Project>
            """);
        Write("AppHost/AppHost.cs", "System.Console.WriteLine(0);");
    }

    private static string PinnedAspire => Pinned("AspireVersion");

    private string Feed => Path.Combine(_root, "feed");

    [Fact]
    public async Task SameBuild_UsesAspire_WhenTheFeedCarriesIt()
    {
        PublishAspire();

        var first = await BuildAsync();
        var second = await BuildAsync();

        var expected = $"UseAspire=[true] Reason=[Aspire {PinnedAspire} can be restored here] FromSdk=[yes]";
        Assert.Contains(expected, first);
        Assert.Contains(expected, second);
    }

    [Fact]
    public async Task Build_UsesThePortableHost_WhenTheFeedLacksAspire()
    {
        var first = await BuildAsync();
        PublishAspire();
        var remembered = await BuildAsync();

        var expected = $"UseAspire=[false] Reason=[Aspire {PinnedAspire} cannot be restored from the package feeds of this machine] FromSdk=[]";
        Assert.Contains(expected, first);
        Assert.Contains(expected, remembered);
    }

    [Theory]
    [InlineData("true", "FromSdk=[yes]")]
    [InlineData("false", "FromSdk=[]")]
    public async Task Property_Wins_WhenGiven(string given, string sdk)
    {
        PublishAspire();

        var output = await BuildAsync($"-p:UseAspire={given}");

        Assert.Contains($"UseAspire=[{given}] Reason=[UseAspire={given} was given] {sdk}", output);
        Assert.False(Directory.Exists(Path.Combine(_root, "artifacts/aspire")));
    }

    [Fact]
    public void AppHostProject_NamesThePinnedVersion_ForTheSdk()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "LocalAi.AppHost/LocalAi.AppHost.csproj"));

        var versions = project.Descendants("Import").Where(import => (string?)import.Attribute("Sdk") == "Aspire.AppHost.Sdk").Select(import => (string?)import.Attribute("Version"));

        Assert.Equal([PinnedAspire, PinnedAspire], versions);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Pinned(string property) =>
        XDocument.Load(Path.Combine(Repository.Root, "eng/Aspire.props")).Descendants(property).Single().Value;

    private static string VersionOf(string package) => package.StartsWith("CommunityToolkit", StringComparison.Ordinal) ? Pinned("AspireOllamaVersion") : PinnedAspire;

    private void PublishAspire()
    {
        foreach (var package in AspirePackages)
        {
            Pack(package, VersionOf(package), []);
        }

        Pack("Aspire.AppHost.Sdk", PinnedAspire,
        [
            ("Sdk/Sdk.props", "<Project><PropertyGroup><FakeAspireSdk>yes</FakeAspireSdk></PropertyGroup></Project>"),
            ("Sdk/Sdk.targets", "<Project />"),
        ]);
    }

    private void Pack(string id, string version, IEnumerable<(string Path, string Content)> files)
    {
        using var archive = ZipFile.Open(Path.Combine(Feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        var description = $"<package><metadata><id>{id}</id><version>{version}</version><authors>test</authors><description>test</description></metadata></package>";
        foreach (var (path, content) in files.Append(($"{id}.nuspec", description)))
        {
            using var writer = new StreamWriter(archive.CreateEntry(path).Open());
            writer.Write(content);
        }
    }

    private void Write(string path, string content)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    private async Task<string> BuildAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["build", "AppHost", "--nologo", "-v:minimal", "-nodeReuse:false", .. arguments])
        {
            WorkingDirectory = _root,
            RedirectStandardOutput = true,
            Environment = { ["NUGET_PACKAGES"] = Path.Combine(_root, "packages"), ["UseAspire"] = null, ["MSBUILDDISABLENODEREUSE"] = "1" },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
