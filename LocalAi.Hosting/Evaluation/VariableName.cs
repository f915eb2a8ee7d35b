namespace LocalAi.Hosting.Evaluation;

/// <summary>Names of environment variables.</summary>
internal static class VariableName
{
    /// <summary>The name with <c>_</c> for what shells do not allow.</summary>
    public static string Encode(string name)
    {
        var encoded = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        return encoded.Length > 0 && char.IsAsciiDigit(encoded[0]) ? $"_{encoded}" : encoded.Length == 0 ? "_" : encoded;
    }
}
