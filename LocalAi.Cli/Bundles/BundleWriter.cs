using System.Security.Cryptography;
using System.Text.Json;
using LocalAi.Cli.Deployments;
using LocalAi.Cli.Output;

namespace LocalAi.Cli.Bundles;

/// <summary>Writes a bundle's files, and <c>bundle.json</c> last.</summary>
/// <param name="context">Where progress is told.</param>
/// <param name="project">The deployment.</param>
/// <param name="folder">The bundle.</param>
internal sealed class BundleWriter(CliContext context, ComposeProject project, string folder)
{
    private readonly List<BundledFile> _files = [];

    public async Task<IReadOnlyList<BundledFile>> WriteAsync(CancellationToken cancellationToken)
    {
        var description = await project.DescribeAsync(cancellationToken);
        foreach (var image in description.Services.Select(service => service.Image).Distinct().Order(StringComparer.Ordinal))
        {
            await AddAsync($"image-{FileName(image)}.tar", image, null, output => project.StreamAsync(["save", image], null, output, cancellationToken), cancellationToken);
        }

        var existing = await project.ExistingVolumesAsync(description, cancellationToken);
        foreach (var volume in description.Services.Select(service => service.ModelVolume).OfType<string>().Distinct().Where(existing.Contains))
        {
            var content = new ContainerVolume(project, description.Volumes[volume], description.UsersOf(volume)[0].Image);
            await AddAsync($"models-{FileName(volume)}.tar", null, volume, output => content.ReadAsync(output, cancellationToken), cancellationToken);
        }

        var manifest = new BundleManifest { LocalAiVersion = $"{ProgramVersion.Number}", Created = context.Doctor.Time.GetUtcNow(), Files = _files };
        await File.WriteAllTextAsync(Path.Combine(folder, BundleManifest.FileName), JsonSerializer.Serialize(manifest), cancellationToken);
        return _files;
    }

    private async Task AddAsync(string name, string? image, string? volume, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, name);
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            await write(file);
            file.Flush(flushToDisk: true);
        }

        await using var written = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellationToken));
        _files.Add(new(name, image, volume, written.Length, hash));
        await context.Out.WriteLineAsync($"  {image ?? $"models in {volume}"} {Figures.Size(written.Length)}");
    }

    private static string FileName(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '_'));
}
