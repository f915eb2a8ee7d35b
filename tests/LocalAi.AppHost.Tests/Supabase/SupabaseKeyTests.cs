using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.Hosting;
using LocalAi.AppHost.Supabase;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.AppHost.Tests.Supabase;

public sealed class SupabaseKeyTests
{
    private const string Secret = "a-secret-of-at-least-thirty-two-characters";

    [Fact]
    public async Task Key_NamesTheRole_AndIsSignedWithTheSecret()
    {
        var key = await KeyAsync(new DateTimeOffset(2026, 7, 9, 1, 2, 3, TimeSpan.Zero));

        var parts = key.Split('.');
        var payload = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal("""{"role":"service_role","iss":"supabase","iat":1767225600,"exp":2082758400}""", payload.GetRawText());
        Assert.Equal(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}")),
            Base64Url.DecodeFromChars(parts[2]));
    }

    [Fact]
    public async Task Key_StaysTheSame_ThroughAYear()
    {
        var january = await KeyAsync(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(january, await KeyAsync(new DateTimeOffset(2026, 12, 31, 23, 59, 59, TimeSpan.Zero)));
        Assert.NotEqual(january, await KeyAsync(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    private static async Task<string> KeyAsync(DateTimeOffset now)
    {
        var secret = DistributedApplication.CreateBuilder([]).AddParameter("supabase-jwt-secret", Secret, secret: true);
        return (await new SupabaseKey("service_role", secret.Resource, new FakeTimeProvider(now)).GetValueAsync(TestContext.Current.CancellationToken))!;
    }
}
