namespace Aspire.Hosting.ApplicationModel;

/// <summary>The image of a container. Tag and digest exclude each other.</summary>
public sealed class ContainerImageAnnotation : IResourceAnnotation
{
    private string? _tag;
    private string? _sha256;

    /// <summary>The registry, such as <c>docker.io</c>; null when it is part of the image or the engine's default.</summary>
    public string? Registry { get; set; }

    /// <summary>The repository.</summary>
    public required string Image { get; set; }

    /// <summary>The tag.</summary>
    public string? Tag
    {
        get => _tag;
        set
        {
            _tag = value;
            _sha256 = value is null ? _sha256 : null;
        }
    }

    /// <summary>The digest, 64 hexadecimal digits.</summary>
    public string? SHA256
    {
        get => _sha256;
        set
        {
            _sha256 = value;
            _tag = value is null ? _tag : null;
        }
    }
}
