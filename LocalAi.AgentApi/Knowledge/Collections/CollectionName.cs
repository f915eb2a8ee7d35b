using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.Knowledge.Collections;

/// <summary>The body that makes or renames a collection.</summary>
internal sealed record CollectionName(string? Name)
{
    private const int MaxCharacters = 100;

    /// <exception cref="InvalidRequestException">Empty, too long, or not storable.</exception>
    public string Checked => (Name ?? "").Trim() switch
    {
        { Length: 0 or > MaxCharacters } => throw new InvalidRequestException("name", $"'name' must have 1 to {MaxCharacters} characters."),
        var name when name.Any(char.IsControl) => throw new InvalidRequestException("name", "'name' has control characters, which cannot be shown."),
        var name => name,
    };
}
