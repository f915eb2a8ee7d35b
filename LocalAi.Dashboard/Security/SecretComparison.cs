using System.Security.Cryptography;
using System.Text;

namespace LocalAi.Dashboard.Security;

/// <summary>Compares secrets in a time that tells nothing about them, not even their length.</summary>
internal static class SecretComparison
{
    public static bool AreEqual(string? expected, string? given) =>
        !string.IsNullOrEmpty(expected)
        && given is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}
