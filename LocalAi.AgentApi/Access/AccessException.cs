using LocalAi.AgentApi.Errors;

namespace LocalAi.AgentApi.Access;

/// <summary>The caller may not do this, or not now.</summary>
internal sealed class AccessException(Failure failure) : Exception(failure.Detail)
{
    public Failure Failure { get; } = failure;
}
