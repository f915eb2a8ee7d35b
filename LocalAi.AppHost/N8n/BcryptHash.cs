using System.Security.Cryptography;
using System.Text;

namespace LocalAi.AppHost.N8n;

/// <summary>
/// The bcrypt hash of a generated password, as n8n takes it for its owner. The salt is made of the password, so that the same
/// password has the same hash at every start and a persistent container is not made anew for nothing; two equal passwords would
/// share a hash, and generated ones are never equal.
/// </summary>
internal sealed class BcryptHash(ParameterResource password) : IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int SaltCharacters = 21;

    public IEnumerable<object> References => [password];

    /// <summary>Stands in no manifest: there the hash is a parameter of its own.</summary>
    public string ValueExpression => $"{{{password.Name}-hash.value}}";

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        Hash((await password.GetValueAsync(cancellationToken))!);

    internal static string Hash(string password)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes("localai-n8n-owner:" + password));
        // 22 characters hold 128 bits; the last carries two of them, so that one of four values is valid: '.'.
        var salt = string.Concat(digest.Take(SaltCharacters).Select(value => Alphabet[value % Alphabet.Length])) + ".";
        return BCrypt.Net.BCrypt.HashPassword(password, $"$2a$10${salt}");
    }
}
