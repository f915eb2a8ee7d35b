using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Publishing;

/// <summary><c>deploy/reproducible-image.cs</c> on archives as the SDK makes them.</summary>
public sealed class ReproducibleImageTests : IDisposable
{
    private const string StaticFiles = "app/web.staticwebassets.endpoints.json";
    private const string BaseTime = "2026-01-02T03:04:05+00:00";

    private readonly string _folder = Directory.CreateTempSubdirectory("localai-image-").FullName;

    [Fact]
    public async Task Image_IsTheSame_WheneverAndInWhateverOrderItWasBuilt()
    {
        Make("first.tar", DateTimeOffset.Parse("2026-05-01T10:00:00Z"), ["app/a.dll", StaticFiles]);
        Make("second.tar", DateTimeOffset.Parse("2026-06-01T11:11:11Z"), [StaticFiles, "app/a.dll"]);

        await RewriteAsync("first.tar", "first.out");
        await RewriteAsync("second.tar", "second.out");

        Assert.Equal(Read("first.out"), Read("second.out"));
        var files = Unpack(Read("first.out"));
        var image = JsonElement.Parse(files["manifest.json"])[0];
        var layers = image.GetProperty("Layers").EnumerateArray().Select(layer => files[layer.GetString()!]).ToList();
        var config = JsonElement.Parse(files[image.GetProperty("Config").GetString()!]);
        Assert.Equal("the base", Encoding.UTF8.GetString(layers[0]));
        Assert.Equal(["app", "app/a.dll", StaticFiles], Unpack(layers[1]).Keys);
        Assert.Equal("""{"Name":"Last-Modified","Value":"Fri, 02 Jan 2026 03:04:05 GMT"}""", Encoding.UTF8.GetString(Unpack(layers[1])[StaticFiles]));
        Assert.Equal(["sha256:base", Digest(layers[1])], config.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(digest => digest.GetString()));
        Assert.Equal([BaseTime, BaseTime, BaseTime], config.GetProperty("history").EnumerateArray().Append(config).Select(entry => entry.GetProperty("created").GetString()));
        Assert.Equal("localai/agent:0.1.0", image.GetProperty("RepoTags")[0].GetString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task RewriteAsync(string from, string to)
    {
        var script = Path.Combine(Repository.Root, "deploy", "reproducible-image.cs");
        var (exitCode, output) = await Programs.RunAsync("sh", ["-c", $"dotnet run '{script}' -- '{from}' >'{to}'"], _folder);
        Assert.True(exitCode == 0, output);
    }

    private void Make(string name, DateTimeOffset time, string[] files)
    {
        using var layer = new MemoryStream();
        using (var gzip = new GZipStream(layer, CompressionMode.Compress, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "app") { ModificationTime = time });
            foreach (var file in files)
            {
                var content = $$"""{"Name":"Last-Modified","Value":"{{(file == StaticFiles ? time : DateTimeOffset.UnixEpoch):R}}"}""";
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file) { ModificationTime = time, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
            }
        }

        var config = $$"""
            { "created": "{{time:O}}", "rootfs": { "type": "layers", "diff_ids": ["sha256:base", "sha256:program"] },
              "history": [{ "created": "{{BaseTime}}", "created_by": "debootstrap" }, { "created": "{{time:O}}", "author": ".NET SDK" }] }
            """;
        using var output = File.Create(Path.Combine(_folder, name));
        using var archive = new TarWriter(output);
        Add(archive, "base/layer.tar", "the base"u8.ToArray());
        Add(archive, "program/layer.tar", layer.ToArray());
        Add(archive, "config.json", Encoding.UTF8.GetBytes(config));
        Add(archive, "manifest.json", """[{ "Config": "config.json", "RepoTags": ["localai/agent:0.1.0"], "Layers": ["base/layer.tar", "program/layer.tar"] }]"""u8.ToArray());
    }

    private static void Add(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private byte[] Read(string name) => File.ReadAllBytes(Path.Combine(_folder, name));

    private static Dictionary<string, byte[]> Unpack(byte[] archive)
    {
        using var tar = new TarReader(new MemoryStream(archive));
        var files = new Dictionary<string, byte[]>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }

        return files;
    }

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
