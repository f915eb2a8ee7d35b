using System.Security.Cryptography;
using LocalAi.AppHost.Supabase;

namespace LocalAi.Cli.Secrets;

/// <summary>How the value of a secret is made, told by its variable's name, so that a service added later needs nothing here.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Source">The variable that the value is made of; null for a random value.</param>
/// <param name="Make">Makes the value from the source's value (empty without a source).</param>
internal sealed record SecretRule(string Name, string? Source, Func<string, string> Make)
{
    // No character that an address, a shell or a compose file would want escaped.
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int PasswordCharacters = 24;
    private const int KeyCharacters = 48;
    private const string HashSuffix = "_PASSWORD_HASH";

    private static readonly string[] RandomSuffixes = ["PASSWORD", "SECRET", "TOKEN", "KEY", "KEY_BASE"];

    /// <summary>The rule of a variable; null when it is no secret.</summary>
    public static SecretRule? Of(string name)
    {
        // The key of somebody else's service: only its owner knows it.
        if (name.EndsWith("API_KEY", StringComparison.Ordinal))
        {
            return null;
        }

        if (name.EndsWith(HashSuffix, StringComparison.Ordinal))
        {
            return new(name, name[..^"_HASH".Length], password => BCrypt.Net.BCrypt.HashPassword(password));
        }

        foreach (var (suffix, role) in new[] { ("SERVICE_ROLE_KEY", "service_role"), ("SERVICE_KEY", "service_role"), ("ANON_KEY", "anon") })
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return new(name, name[..^suffix.Length] + "JWT_SECRET", secret => SupabaseToken.Mint(role, secret, TimeProvider.System.GetUtcNow()));
            }
        }

        var length = name.EndsWith("PASSWORD", StringComparison.Ordinal) ? PasswordCharacters : KeyCharacters;
        return RandomSuffixes.Any(suffix => name == suffix || name.EndsWith("_" + suffix, StringComparison.Ordinal)) ? new(name, null, _ => Random(length)) : null;
    }

    private static string Random(int length)
    {
        while (true)
        {
            var value = RandomNumberGenerator.GetString(Alphabet, length);
            if (value.Any(char.IsAsciiLetterLower) && value.Any(char.IsAsciiLetterUpper) && value.Any(char.IsAsciiDigit))
            {
                return value;
            }
        }
    }
}
