namespace LocalAi.AgentApi.Access;

/// <summary>Meters model requests on behalf of whoever made the HTTP request that led to them; work in the background is the stack's own.</summary>
internal sealed class AccessMeter(IHttpContextAccessor accessor, KeyRing ring, UsageLedger ledger)
{
    /// <summary>Who is being served.</summary>
    public Caller Caller => accessor.HttpContext?.Features.Get<Caller>() ?? Caller.Stack;

    public UsageMeter Begin(Caller caller, string? model, long promptCharacters)
    {
        var meter = new UsageMeter(caller, model ?? "", promptCharacters, ledger);
        meter.Begin();
        return meter;
    }

    /// <exception cref="AccessException">The key was revoked, or its quota is used up.</exception>
    public async ValueTask ThrowIfEndedAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (await ring.CheckAsync(caller, cancellationToken) is { } failure)
        {
            throw new AccessException(failure);
        }
    }
}
