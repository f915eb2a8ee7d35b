namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a command is shown.</summary>
public class CommandOptions
{
    internal static readonly CommandOptions Default = new();

    /// <summary>What the command does.</summary>
    public string? Description { get; set; }

    /// <summary>A value that comes back when the command is run.</summary>
    public object? Parameter { get; set; }

    /// <summary>The question users answer first.</summary>
    public string? ConfirmationMessage { get; set; }

    /// <summary>The name of a Fluent UI icon.</summary>
    public string? IconName { get; set; }

    /// <summary>Filled or outlined.</summary>
    public IconVariant? IconVariant { get; set; }

    /// <summary>Whether the command is shown outside the menu.</summary>
    public bool IsHighlighted { get; set; }

    /// <summary>Says whether the command can be run now; null for always.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }
}
