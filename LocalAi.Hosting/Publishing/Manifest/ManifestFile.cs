using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;

namespace LocalAi.Hosting.Publishing.Manifest;

/// <summary>The manifest on disk.</summary>
internal static class ManifestFile
{
    /// <summary>Writes the manifest to a <c>.json</c> path, or as <c>aspire-manifest.json</c> into a folder; returns the absolute path.</summary>
    public static async Task<string> WriteAsync(
        string outputPath, DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(outputPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? outputPath : Path.Combine(outputPath, "aspire-manifest.json"));

        // Written as a whole: a manifest that fails half-way must not replace a good one.
        using var content = new MemoryStream();
        var writer = new Utf8JsonWriter(content, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        await using (writer.ConfigureAwait(false))
        {
            await new ManifestPublishingContext(executionContext, path, writer, cancellationToken).WriteModelAsync(model).ConfigureAwait(false);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, content.ToArray(), cancellationToken).ConfigureAwait(false);
        return path;
    }
}
