using Aspire.Hosting;
using Microsoft.Extensions.Configuration;

namespace LocalAi.Hosting.Publishing;

/// <summary>What the command line asks to publish.</summary>
internal sealed record PublishOptions(string Publisher, string Step, string? OutputPath)
{
    public const string ManifestStep = "publish-manifest";
    public const string PublishStep = "publish";

    /// <summary>The options of the command line and the settings they stand for.</summary>
    public static Dictionary<string, string> CommandLineSwitches { get; } = new()
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
        ["--step"] = "Pipeline:Step",
        ["--output-path"] = "Pipeline:OutputPath",
    };

    /// <summary>What is asked for; null to run the application.</summary>
    /// <exception cref="DistributedApplicationException">The operation or publisher does not exist.</exception>
    public static PublishOptions? Read(IConfiguration configuration)
    {
        var publisher = configuration["Publishing:Publisher"];
        var output = configuration["Pipeline:OutputPath"];
        if (publisher is not null)
        {
            return publisher == "manifest"
                ? new PublishOptions(publisher, ManifestStep, output)
                : throw new DistributedApplicationException($"The publisher '{publisher}' does not exist: --publisher takes 'manifest'; for a compose file use --operation publish --step publish.");
        }

        return configuration["AppHost:Operation"]?.ToLowerInvariant() switch
        {
            null or "run" => null,
            "publish" when configuration["Pipeline:Step"] is var step => new PublishOptions(step == ManifestStep ? "manifest" : "default", step ?? PublishStep, output),
            var operation => throw new DistributedApplicationException($"The operation '{operation}' does not exist: --operation takes 'run' or 'publish'."),
        };
    }
}
