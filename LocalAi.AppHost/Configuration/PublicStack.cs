namespace LocalAi.AppHost.Configuration;

/// <summary>What a stack on the internet must be told before Let's Encrypt is asked for certificates: its answers to a placeholder are cryptic, and limited.</summary>
internal static class PublicStack
{
    // Names that nobody can have (RFC 2606, RFC 6762, RFC 8375), and those that stand in examples.
    private static readonly string[] Reserved =
        ["example", "example.com", "example.net", "example.org", "test", "invalid", "localhost", "local", "localdomain", "lan", "internal", "home.arpa"];

    private static readonly string[] Placeholders = ["yourdomain", "your-domain", "mydomain", "my-domain", "changeme", "placeholder"];

    /// <summary>A line for each setting that is missing or a placeholder; none where the stack is not public, or has certificates of its own.</summary>
    public static IReadOnlyList<string> Problems(LocalAiOptions options)
    {
        if (options.Environment != StackEnvironment.Public || options.UsesInternalCertificates)
        {
            return [];
        }

        const string Domain = $"{LocalAiOptions.SectionName}:{nameof(LocalAiOptions.Domain)}";
        const string Email = $"{LocalAiOptions.SectionName}:{nameof(LocalAiOptions.Email)}";
        const string DomainRemedy = "Set the domain that people will use, such as ai.mycompany.com; it and the names below it must lead to the server.";
        const string EmailRemedy = "Set an address that somebody reads: it is the contact of the account with the certificate authority.";
        var problems = new List<string>();
        if (options.Domain == LocalAiOptions.DefaultDomain)
        {
            problems.Add($"{Domain} is missing. {DomainRemedy}");
        }
        else if (IsPlaceholder(options.Domain))
        {
            problems.Add($"{Domain} is '{options.Domain}', for which nobody can have a certificate. {DomainRemedy}");
        }

        if (options.Email is null)
        {
            problems.Add($"{Email} is missing. {EmailRemedy}");
        }
        else if (IsPlaceholder(options.Email[(options.Email.IndexOf('@', StringComparison.Ordinal) + 1)..].ToLowerInvariant()))
        {
            problems.Add($"{Email} is '{options.Email}', which reaches nobody. {EmailRemedy}");
        }

        return problems;
    }

    private static bool IsPlaceholder(string domain) =>
        Array.Exists(Reserved, ending => domain == ending || domain.EndsWith($".{ending}", StringComparison.Ordinal))
        || domain.Split('.').Any(label => Placeholders.Contains(label, StringComparer.Ordinal));
}
