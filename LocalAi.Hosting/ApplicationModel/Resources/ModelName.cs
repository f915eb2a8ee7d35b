namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rule for names of resources and endpoints: they become host names, so at most 64 of <c>a-z A-Z 0-9 -</c>.</summary>
internal static class ModelName
{
    public static void Validate(string target, string name)
    {
        if (Problem(name) is { } problem)
        {
            throw new ArgumentException($"{target} name '{name}' is invalid. {problem}", nameof(name));
        }
    }

    private static string? Problem(string name) => name switch
    {
        { Length: < 1 or > 64 } => "Name must be between 1 and 64 characters long.",
        _ when name.Contains("--", StringComparison.Ordinal) => "Name cannot contain consecutive hyphens.",
        _ when !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '-') => "Name must contain only ASCII letters, digits, and hyphens.",
        _ when !char.IsAsciiLetter(name[0]) => "Name must start with an ASCII letter.",
        _ when name[^1] == '-' => "Name cannot end with a hyphen.",
        _ => null,
    };
}
