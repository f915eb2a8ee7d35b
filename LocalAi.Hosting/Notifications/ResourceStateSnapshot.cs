namespace Aspire.Hosting.ApplicationModel;

/// <summary>A state; see <see cref="KnownResourceStates"/> and <see cref="KnownResourceStateStyles"/>.</summary>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>A state without a style.</summary>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, null);
}
