namespace LocalAi.Cli.Bundles;

/// <summary>A file of a bundle.</summary>
/// <param name="Path">Its path below the bundle.</param>
/// <param name="Image">The image that it holds; null for models.</param>
/// <param name="ModelVolume">The volume of the compose file whose models it holds; null for an image.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its checksum, in hexadecimal digits.</param>
internal sealed record BundledFile(string Path, string? Image, string? ModelVolume, long Bytes, string Sha256);
