using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Access;

/// <summary>Who may call the agent, section <c>Access</c>.</summary>
internal sealed class AccessOptions : IValidateOptions<AccessOptions>
{
    public const string SectionName = "Access";
    private const int ShortestStackKey = 16;

    /// <summary>Whether callers on this machine need a key too.</summary>
    public bool RequireKey { get; set; }

    /// <summary>The key of the stack's own services; it may do everything. Empty for none.</summary>
    public string StackKey { get; set; } = "";

    public ValidateOptionsResult Validate(string? name, AccessOptions options) => options.StackKey.Length is 0 or >= ShortestStackKey
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{SectionName}:{nameof(StackKey)} is too short: it needs at least {ShortestStackKey} characters.");
}
