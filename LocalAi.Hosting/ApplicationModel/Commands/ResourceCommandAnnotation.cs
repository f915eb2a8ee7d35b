namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command that users can run on a resource.</summary>
public sealed class ResourceCommandAnnotation(
    string name,
    string displayName,
    Func<UpdateCommandStateContext, ResourceCommandState> updateState,
    Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand,
    string? displayDescription,
    object? parameter,
    string? confirmationMessage,
    string? iconName,
    IconVariant? iconVariant,
    bool isHighlighted) : IResourceAnnotation
{
    /// <summary>The name, unique in the resource.</summary>
    public string Name { get; } = name;

    /// <summary>The name users see.</summary>
    public string DisplayName { get; } = displayName;

    /// <summary>Says whether the command can be run now.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState> UpdateState { get; } = updateState;

    /// <summary>Runs the command.</summary>
    public Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand { get; } = executeCommand;

    /// <summary>What the command does.</summary>
    public string? DisplayDescription { get; } = displayDescription;

    /// <summary>A value that comes back when the command is run.</summary>
    public object? Parameter { get; } = parameter;

    /// <summary>The question users answer first.</summary>
    public string? ConfirmationMessage { get; } = confirmationMessage;

    /// <summary>The name of a Fluent UI icon.</summary>
    public string? IconName { get; } = iconName;

    /// <summary>Filled or outlined.</summary>
    public IconVariant? IconVariant { get; } = iconVariant;

    /// <summary>Whether the command is shown outside the menu.</summary>
    public bool IsHighlighted { get; } = isHighlighted;
}
