using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.Access;

/// <summary>What of a kind is allowed: everything, where <see cref="Ids"/> is null.</summary>
internal sealed record IdSelection(Guid[]? Ids)
{
    private const int MaxIds = 500;

    /// <summary>Null when the request says nothing about it.</summary>
    /// <param name="field">The field's name in the request.</param>
    /// <param name="kind">What has these ids, for messages.</param>
    /// <exception cref="InvalidRequestException">Too many, or not an id.</exception>
    public static IdSelection? From(IReadOnlyList<string>? ids, string field, string kind)
    {
        if (ids is null)
        {
            return null;
        }

        if (ids.Count > MaxIds)
        {
            throw new InvalidRequestException(field, $"'{field}' has {ids.Count} ids; at most {MaxIds} are allowed.");
        }

        return ids is ["*"]
            ? new IdSelection((Guid[]?)null)
            : new IdSelection(
            [
                .. ids.Select((text, index) => Guid.TryParse(text, out var id)
                    ? id
                    : throw new InvalidRequestException($"{field}[{index}]", $"'{field}[{index}]' is not the id of a {kind}; '*' stands alone for every {kind}.")),
            ]);
    }
}
