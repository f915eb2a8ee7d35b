using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.Knowledge.Collections;

/// <summary>The body that makes or changes a collection; what is left out stays as it is.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Keys">Ids of the API keys that may search it: <c>["*"]</c> for every key, an empty list for none but those that manage the stack.</param>
internal sealed record CollectionChange(string? Name, IReadOnlyList<string>? Keys = null)
{
    private const int MaxCharacters = 100;

    /// <exception cref="InvalidRequestException">Empty, too long, or not storable.</exception>
    public string CheckedName => (Name ?? "").Trim() switch
    {
        { Length: 0 or > MaxCharacters } => throw new InvalidRequestException("name", $"'name' must have 1 to {MaxCharacters} characters."),
        var name when name.Any(char.IsControl) => throw new InvalidRequestException("name", "'name' has control characters, which cannot be shown."),
        var name => name,
    };

    /// <exception cref="InvalidRequestException">Not an id.</exception>
    public IdSelection? CheckedKeys => IdSelection.From(Keys, "keys", "key");
}
