namespace LocalAi.AppHost.Sources;

/// <summary>Secrets of the stack: generated once, kept in the data directory, shown masked.</summary>
internal static class SecretExtensions
{
    /// <summary>A secret of letters and digits, which need no escaping in an address, a shell or a compose file.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name; <c>Parameters:NAME</c> sets a value of one's own.</param>
    /// <param name="length">The least number of characters; 32 have 190 bits.</param>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string name, int length = 32) =>
        builder.AddParameter(name, Generated(length), secret: true, persist: true);

    /// <summary>How such a secret is made.</summary>
    internal static GenerateParameterDefault Generated(int length) =>
        new() { MinLength = length, MinLower = 1, MinUpper = 1, MinNumeric = 1, Special = false };
}
