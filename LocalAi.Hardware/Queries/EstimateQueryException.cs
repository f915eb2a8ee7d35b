namespace LocalAi.Hardware.Queries;

/// <summary>A question that cannot be answered as asked. The message is written for the person who asked and says what is allowed.</summary>
public sealed class EstimateQueryException : Exception
{
    /// <summary>Names the parameter, its problem and names that are near.</summary>
    /// <param name="field">The parameter's name in <see cref="EstimateQuery"/>, camelCase.</param>
    /// <param name="message">One sentence with the remedy.</param>
    /// <param name="isUnknown">True when the value names something that does not exist (404), false when it is malformed or out of range (400).</param>
    /// <param name="suggestions">Near names, best first.</param>
    public EstimateQueryException(string field, string message, bool isUnknown = false, IReadOnlyList<string>? suggestions = null)
        : base(suggestions is { Count: > 0 } ? $"{message} Did you mean {string.Join(" or ", suggestions)}?" : message)
    {
        Field = field;
        IsUnknown = isUnknown;
        Suggestions = suggestions ?? [];
    }

    /// <summary>The parameter's name, camelCase, for example <c>kvCache</c>.</summary>
    public string Field { get; }

    /// <summary>True when the value names something that does not exist.</summary>
    public bool IsUnknown { get; }

    /// <summary>Near names, best first.</summary>
    public IReadOnlyList<string> Suggestions { get; }
}
