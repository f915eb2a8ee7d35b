using System.Text.RegularExpressions;

namespace LocalAi.Dashboard.Resources;

/// <summary>Which values are shown only on request: by their name, or by a password inside.</summary>
internal static partial class SecretMask
{
    public const string Hidden = "●●●●●●●●";

    public static bool IsSecret(string name, string value) => value.Length > 0 && (Name().IsMatch(name) || Value().IsMatch(value));

    [GeneratedRegex("KEY|TOKEN|SECRET|PASSW|PWD|CREDENTIAL|CONNECTIONSTRING|_HEADERS$|PRIVATE|SALT|(^|_)AUTH$", RegexOptions.IgnoreCase)]
    private static partial Regex Name();

    [GeneratedRegex("(password|pwd|key|token|secret)\\s*=|://[^/\\s:@]+:[^/\\s@]+@|^eyJ[\\w-]+\\.|\\bsk-[\\w-]{8,}", RegexOptions.IgnoreCase)]
    private static partial Regex Value();
}
