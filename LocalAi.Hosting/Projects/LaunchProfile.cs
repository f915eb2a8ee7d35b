using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace LocalAi.Hosting.Projects;

/// <summary>A profile of a project's <c>Properties/launchSettings.json</c>.</summary>
internal sealed record LaunchProfile(string Name, string? CommandName, string? ApplicationUrl, IReadOnlyDictionary<string, string> EnvironmentVariables)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The profile of that name, the app host's own default, or the first that runs the project; null when there is none.</summary>
    /// <exception cref="DistributedApplicationException">The named profile does not exist, or the file is not JSON.</exception>
    public static LaunchProfile? Find(string projectPath, string? name, IConfiguration configuration)
    {
        var profiles = Read(Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json"));
        if (name is not null)
        {
            return profiles.FirstOrDefault(profile => profile.Name == name)
                ?? throw new DistributedApplicationException($"Launch settings file does not contain '{name}' profile.");
        }

        var preferred = configuration["AppHost:DefaultLaunchProfileName"] ?? configuration["DOTNET_LAUNCH_PROFILE"];
        return profiles.FirstOrDefault(profile => profile.Name == preferred)
            ?? profiles.FirstOrDefault(profile => profile.CommandName == "Project");
    }

    private static LaunchProfile[] Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return document.RootElement.TryGetProperty("profiles", out var profiles)
                ? [.. profiles.EnumerateObject().Select(profile => new LaunchProfile(
                    profile.Name, Text(profile.Value, "commandName"), Text(profile.Value, "applicationUrl"), Variables(profile.Value)))]
                : [];
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException($"The launch settings '{path}' are not valid JSON: {e.Message}", e);
        }
    }

    private static string? Text(JsonElement profile, string name) =>
        profile.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, string> Variables(JsonElement profile) =>
        profile.TryGetProperty("environmentVariables", out var variables)
            ? variables.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.ToString())
            : [];
}
