namespace LocalAi.AppHost.Configuration;

/// <summary>What a stack on the internet must be told before Let's Encrypt is asked for certificates: its answers to a placeholder are cryptic, and limited.</summary>
internal static class PublicStack
{
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
        else if (PlaceholderDomain.Is(options.Domain))
        {
            problems.Add($"{Domain} is '{options.Domain}', for which nobody can have a certificate. {DomainRemedy}");
        }

        if (options.Email is null)
        {
            problems.Add($"{Email} is missing. {EmailRemedy}");
        }
        else if (PlaceholderDomain.Is(options.Email[(options.Email.IndexOf('@', StringComparison.Ordinal) + 1)..]))
        {
            problems.Add($"{Email} is '{options.Email}', which reaches nobody. {EmailRemedy}");
        }

        return problems;
    }
}
