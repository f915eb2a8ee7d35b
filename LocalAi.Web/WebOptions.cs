using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LocalAi.Web;

/// <summary>What an operator can set of the web UI, section <c>Web</c>.</summary>
internal sealed class WebOptions : IValidateOptions<WebOptions>
{
    public const string SectionName = "Web";
    private const int ShortestPassword = 12;

    /// <summary>What the web UI shows the agent.</summary>
    public string AgentKey { get; set; } = "";

    /// <summary>The password of the sign-in; empty for no sign-in.</summary>
    public string Password { get; set; } = "";

    /// <summary>How long a browser that is not used stays signed in, in hours.</summary>
    [Range(1, 8760)]
    public double SessionHours { get; set; } = 12;

    /// <summary>Wrong passwords of one address before it is locked out.</summary>
    [Range(1, 1000)]
    public int SignInAttempts { get; set; } = 5;

    /// <summary>How long it is locked out, in minutes.</summary>
    [Range(1, 1440)]
    public double LockoutMinutes { get; set; } = 15;

    public bool WantsSignIn => Password.Length > 0;

    public ValidateOptionsResult Validate(string? name, WebOptions options)
    {
        var failures = typeof(WebOptions).GetProperties()
            .Where(property => property.GetCustomAttributes(typeof(RangeAttribute), inherit: false) is [RangeAttribute range] && !range.IsValid(property.GetValue(options)))
            .Select(property => (property, range: (RangeAttribute)property.GetCustomAttributes(typeof(RangeAttribute), inherit: false)[0]))
            .Select(item => $"{SectionName}:{item.property.Name} is {item.property.GetValue(options)}; allowed are {item.range.Minimum} to {item.range.Maximum}.")
            .ToList();
        if (options.Password.Length is > 0 and < ShortestPassword)
        {
            failures.Add($"{SectionName}:{nameof(Password)} is too short: it needs at least {ShortestPassword} characters.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
