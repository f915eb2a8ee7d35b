using Microsoft.Extensions.Configuration;

namespace LocalAi.Hosting;

/// <summary>The folder that holds all state of the stack.</summary>
internal static class DataDirectory
{
    /// <summary>The setting that moves it.</summary>
    public const string ConfigurationKey = "LocalAi:DataDirectory";

    /// <summary>The absolute path: the setting's, with a leading <c>~</c> for the user's folder, or <c>~/.localai</c>.</summary>
    public static string Resolve(IConfiguration configuration)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var configured = configuration[ConfigurationKey] is { Length: > 0 } value ? value : "~/.localai";
        var expanded = configured == "~" || configured.StartsWith("~/", StringComparison.Ordinal) ? home + configured[1..] : configured;
        return Path.GetFullPath(expanded);
    }
}
