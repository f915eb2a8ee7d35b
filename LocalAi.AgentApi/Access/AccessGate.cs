using System.Net;
using System.Security.Cryptography;
using LocalAi.AgentApi.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Access;

/// <summary>
/// Finds out who calls and whether they may: by key, or, unless <see cref="AccessOptions.RequireKey"/> is set, by being on this machine.
/// The <see cref="Caller"/> becomes a feature of the request.
/// </summary>
internal sealed class AccessGate(RequestDelegate next, IOptions<AccessOptions> options, KeyRing ring)
{
    private const string Scheme = "Bearer ";

    /// <summary>A request with one of these came through a proxy, whatever address it seems to have.</summary>
    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "X-Original-For", "Forwarded"];

    private readonly byte[]? _stackKey = options.Value.StackKey.Length == 0 ? null : ApiKeySecret.Hash(options.Value.StackKey);

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        var (caller, failure) = await IdentifyAsync(context);
        if (caller is not null)
        {
            context.Features.Set(caller);
            failure = Refusal(caller, endpoint?.Metadata.GetMetadata<RequiredScope>());
        }

        await (failure is null ? next(context) : FailureResponses.WriteAsync(context, failure));
    }

    private static Failure? Refusal(Caller caller, RequiredScope? required)
    {
        var anyOf = required?.AnyOf ?? [KeyScopes.Manage];
        return anyOf.Count > 0 && !anyOf.Any(caller.May) ? AccessFailures.ScopeMissing(caller, anyOf) : caller.Key?.Admit();
    }

    private async ValueTask<(Caller? Caller, Failure? Failure)> IdentifyAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var shown = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        if (shown.Length > 0 && _stackKey is not null && CryptographicOperations.FixedTimeEquals(_stackKey, ApiKeySecret.Hash(shown)))
        {
            return (Caller.Stack, null);
        }

        if (shown.StartsWith(ApiKeySecret.Mark, StringComparison.Ordinal))
        {
            return await ring.FindAsync(shown, context.RequestAborted) is { Key.RevokedAt: null } state ? (Caller.Of(state), null) : (null, AccessFailures.KeyUnknown);
        }

        // Anything else is what OpenAI clients send because they must send something.
        return !options.Value.RequireKey && IsLocal(context)
            ? (Caller.Local, null)
            : (null, shown.Length == 0 ? AccessFailures.KeyMissing : AccessFailures.KeyUnknown);
    }

    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);
}
