namespace LocalAi.AgentApi.Access;

/// <summary>Who makes a request: a feature of its <see cref="HttpContext"/>.</summary>
/// <param name="Id">The key's id, <see cref="LocalId"/> or <see cref="StackId"/>; what usage is counted under.</param>
/// <param name="Name">For messages.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Key">The key's limits; null for callers that have none.</param>
internal sealed record Caller(string Id, string Name, IReadOnlyList<string> Scopes, KeyState? Key)
{
    public const string LocalId = "local";
    public const string StackId = "stack";

    /// <summary>A program on this machine that shows no key.</summary>
    public static readonly Caller Local = new(LocalId, "this machine", KeyScopes.All, null);

    /// <summary>A service of the stack, or the agent itself working in the background.</summary>
    public static readonly Caller Stack = new(StackId, "the stack", KeyScopes.All, null);

    public static Caller Of(KeyState state) => new(state.Key.Id.ToString(), state.Key.Name, state.Key.Scopes, state);

    public bool May(string scope) => Scopes.Contains(scope);
}
