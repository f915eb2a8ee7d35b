// Makes an image archive of the .NET SDK reproducible. The SDK writes the time of the build into the image's configuration, into every file
// of the layer with the program, and into its list of static files, so that the same sources never give the same image twice. Here that
// time becomes the base image's.
//
//   dotnet publish PROJECT -t:PublishContainer -p:ContainerArchiveOutputPath=ARCHIVE
//   dotnet run deploy/reproducible-image.cs -- ARCHIVE >OTHER       then: docker load <OTHER
#:property PublishAot=false
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

if (args is not [var archive])
{
    Console.Error.WriteLine("Usage: dotnet run deploy/reproducible-image.cs -- ARCHIVE >OTHER");
    return 2;
}

var folder = Directory.CreateTempSubdirectory("localai-image-").FullName;
try
{
    TarFile.ExtractToDirectory(archive, folder, overwriteFiles: false);
    var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!;
    var image = manifest[0]!;
    var layers = image["Layers"]!.AsArray().Select(layer => layer!.GetValue<string>()).ToList();
    var configFile = Path.Combine(folder, image["Config"]!.GetValue<string>());
    var config = JsonNode.Parse(File.ReadAllText(configFile))!;

    var history = config["history"]!.AsArray();
    var own = history.Where(entry => entry!["author"]?.GetValue<string>() == ".NET SDK").ToList();
    var time = history.Except(own).Select(entry => entry!["created"]?.GetValue<DateTimeOffset>()).Max() ?? DateTimeOffset.UnixEpoch;
    own.ForEach(entry => entry!["created"] = time);
    config["created"] = time;

    var program = Path.Combine(folder, "program.tar");
    RewriteLayer(Path.Combine(folder, layers[^1]), program, time);
    var digest = Digest(File.ReadAllBytes(program));
    config["rootfs"]!["diff_ids"]!.AsArray()[^1] = $"sha256:{digest}";
    image["Layers"]!.AsArray()[^1] = $"{digest}/layer.tar";
    var configText = Encoding.UTF8.GetBytes(config.ToJsonString());
    image["Config"] = $"{Digest(configText)}.json";

    using var output = Console.OpenStandardOutput();
    using var tar = new TarWriter(output);
    foreach (var layer in layers.SkipLast(1).Distinct())
    {
        using var content = File.OpenRead(Path.Combine(folder, layer));
        Add(tar, layer, content, time);
    }

    using (var content = File.OpenRead(program))
    {
        Add(tar, $"{digest}/layer.tar", content, time);
    }

    Add(tar, image["Config"]!.GetValue<string>(), new MemoryStream(configText), time);
    Add(tar, "manifest.json", new MemoryStream(Encoding.UTF8.GetBytes(manifest.ToJsonString())), time);
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

// In the order of names, since a folder lists its files in any order, and without the process id that the SDK's format has.
static void RewriteLayer(string from, string to, DateTimeOffset time)
{
    using var compressed = File.OpenRead(from);
    using var content = new MemoryStream();
    new GZipStream(compressed, CompressionMode.Decompress).CopyTo(content);
    content.Position = 0;
    using var reader = new TarReader(content);
    var entries = new List<TarEntry>();
    while (reader.GetNextEntry(copyData: true) is { } entry)
    {
        entries.Add(entry);
    }

    using var output = File.Create(to);
    using var tar = new TarWriter(output);
    foreach (var entry in entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
    {
        var rewritten = new UstarTarEntry(entry.EntryType, entry.Name) { Mode = entry.Mode, ModificationTime = time };
        if (entry.DataStream is { } file)
        {
            rewritten.DataStream = entry.Name.EndsWith(".staticwebassets.endpoints.json", StringComparison.Ordinal) ? WithLastModified(file, time) : file;
        }

        tar.WriteEntry(rewritten);
    }
}

// Browsers ask by the files' ETag, which is their content's.
static MemoryStream WithLastModified(Stream endpoints, DateTimeOffset time)
{
    var text = new StreamReader(endpoints).ReadToEnd();
    return new(Encoding.UTF8.GetBytes(Regex.Replace(text, """(?<="Name":"Last-Modified","Value":")[^"]*""", time.ToString("R", CultureInfo.InvariantCulture))));
}

static void Add(TarWriter tar, string name, Stream content, DateTimeOffset time) =>
    tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { ModificationTime = time, DataStream = content });

static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
