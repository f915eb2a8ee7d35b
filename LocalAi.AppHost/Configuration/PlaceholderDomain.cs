namespace LocalAi.AppHost.Configuration;

/// <summary>Names for which nobody can have a certificate, and those that stand where one's own belongs.</summary>
internal static class PlaceholderDomain
{
    // RFC 2606, RFC 6761, RFC 6762, RFC 8375, and what home networks use.
    private static readonly string[] Reserved =
        ["example", "example.com", "example.net", "example.org", "test", "invalid", "localhost", "local", "localdomain", "lan", "internal", "home.arpa"];

    private static readonly string[] Placeholders = ["yourdomain", "your-domain", "mydomain", "my-domain", "domain", "changeme", "placeholder"];

    public static bool Is(string name) =>
        Array.Exists(Reserved, ending => name.Equals(ending, StringComparison.OrdinalIgnoreCase) || name.EndsWith($".{ending}", StringComparison.OrdinalIgnoreCase))
        || name.Split('.').Any(label => Placeholders.Contains(label, StringComparer.OrdinalIgnoreCase));
}
