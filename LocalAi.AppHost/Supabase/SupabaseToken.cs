using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LocalAi.AppHost.Supabase;

/// <summary>
/// The API keys of Supabase: HS256 tokens that name a database role, signed with the JWT secret (RFC 7519). The app host makes them
/// for a stack that it runs, <c>localai secrets</c> for a published one: its project compiles this file too.
/// </summary>
internal static class SupabaseToken
{
    private const int Years = 10;

    /// <param name="role"><c>anon</c> or <c>service_role</c>.</param>
    /// <param name="secret">The JWT secret, 32 characters or more.</param>
    /// <param name="now">When it is issued; it holds for ten years, as Supabase's own do.</param>
    public static string Mint(string role, string secret, DateTimeOffset now)
    {
        var payload = new { role, iss = "supabase", iat = now.ToUnixTimeSeconds(), exp = now.AddYears(Years).ToUnixTimeSeconds() };
        var content = $"{Encode(new { alg = "HS256", typ = "JWT" })}.{Encode(payload)}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
