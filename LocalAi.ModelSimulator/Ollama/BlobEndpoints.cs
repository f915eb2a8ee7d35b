using System.Security.Cryptography;
using System.Text.RegularExpressions;
using LocalAi.ModelSimulator.Library;
using Microsoft.AspNetCore.Http.Features;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary><c>/api/blobs/sha256:…</c>: takes files for <c>/api/create</c>, checks their digests and forgets them.</summary>
internal static partial class BlobEndpoints
{
    public static Task FindAsync(HttpContext context)
    {
        var digest = Digest(context);
        return context.RequestServices.GetRequiredService<BlobDigests>().Contains(digest)
            ? Task.CompletedTask
            : throw new OllamaException(StatusCodes.Status404NotFound, $"blob \"{digest}\" not found");
    }

    public static async Task UploadAsync(HttpContext context)
    {
        var digest = Digest(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // Model files are as large as they are, and nothing of them is kept.
            limit.MaxRequestBodySize = null;
        }

        var actual = "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted));
        if (actual != digest)
        {
            throw OllamaException.BadRequest($"digest mismatch, expected \"{digest}\", got \"{actual}\"");
        }

        context.RequestServices.GetRequiredService<BlobDigests>().Add(digest);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    private static string Digest(HttpContext context)
    {
        // Windows clients send sha256-… because a path cannot hold a colon.
        var digest = (context.GetRouteValue("digest") as string ?? "").Replace("sha256-", "sha256:", StringComparison.Ordinal);
        return Pattern().IsMatch(digest) ? digest : throw OllamaException.BadRequest("invalid digest format");
    }

    [GeneratedRegex("^sha256:[0-9a-f]{64}$")]
    private static partial Regex Pattern();
}
