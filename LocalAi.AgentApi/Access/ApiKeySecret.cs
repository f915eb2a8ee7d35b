using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LocalAi.AgentApi.Access;

/// <summary>The secret of a key: <c>lai_</c> and 256 random bits.</summary>
internal static class ApiKeySecret
{
    /// <summary>Tells keys of ours from what OpenAI clients send because they must send something.</summary>
    public const string Mark = "lai_";

    private const int PrefixLength = 10;

    public static string Generate() => Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Prefix(string secret) => secret[..PrefixLength];

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
