namespace Aspire.Hosting.ApplicationModel;

/// <summary>A file or folder that is put into a container.</summary>
public abstract class ContainerFileSystemItem
{
    private string? _name;

    /// <summary>The name, without a path.</summary>
    public string Name
    {
        get => _name ?? throw new InvalidOperationException("The container file has no name.");
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            if (Path.GetFileName(value) != value)
            {
                throw new ArgumentException($"'{value}' must be a name without a path.", nameof(value));
            }

            _name = value;
        }
    }

    /// <summary>The owner's user id; null for the default.</summary>
    public int? Owner { get; set; }

    /// <summary>The group id; null for the default.</summary>
    public int? Group { get; set; }

    /// <summary>Permissions; 0 for the default.</summary>
    public UnixFileMode Mode { get; set; }
}
