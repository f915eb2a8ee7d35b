namespace LocalAi.AgentApi.Errors;

/// <summary>A request that can be read but not be done; <see cref="Field"/> is the JSON path of what is wrong, such as <c>messages[0].role</c>.</summary>
internal sealed class InvalidRequestException(string? field, string message) : Exception(message)
{
    public string? Field { get; } = field;
}
