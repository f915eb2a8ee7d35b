using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.Conversations;

/// <summary>What of a kind a conversation may use: everything, where <see cref="Names"/> is null.</summary>
internal sealed record Selection(string[]? Names)
{
    private const int MaxNames = 500;
    private const int MaxCharacters = 200;

    /// <summary>Null when the request says nothing about it.</summary>
    /// <exception cref="InvalidRequestException">Too many names, or one that cannot be a name.</exception>
    public static Selection? From(IReadOnlyList<string>? names, string field)
    {
        if (names is null)
        {
            return null;
        }

        if (names.Count > MaxNames)
        {
            throw new InvalidRequestException(field, $"'{field}' has {names.Count} names; at most {MaxNames} are allowed.");
        }

        for (var index = 0; index < names.Count; index++)
        {
            if (names[index] is not { Length: > 0 and <= MaxCharacters } name || name.Contains('\0', StringComparison.Ordinal))
            {
                throw new InvalidRequestException($"{field}[{index}]", $"'{field}[{index}]' must be a name of 1 to {MaxCharacters} characters.");
            }
        }

        return names is ["*"] ? new Selection((string[]?)null) : new Selection([.. names.Distinct()]);
    }
}
