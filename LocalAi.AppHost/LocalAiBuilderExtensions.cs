using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Sources;
using LocalAi.AppHost.Startup;

namespace LocalAi.AppHost;

/// <summary>What the whole stack shares.</summary>
internal static class LocalAiBuilderExtensions
{
    /// <summary>
    /// Reads the operator's settings and, where the stack is going to run, prepares the data directory, checks the ports right before
    /// the start and prints the summary after it.
    /// </summary>
    /// <exception cref="SettingsException">A setting is malformed, or the data directory cannot be used.</exception>
    public static LocalAiStack AddLocalAi(this IDistributedApplicationBuilder builder, Machine machine)
    {
        var isManifest = builder.Configuration["Publishing:Publisher"] is not null || builder.Configuration["Pipeline:Step"] == "publish-manifest";
        var isComposing = builder.ExecutionContext.IsPublishMode && !isManifest;
        var options = OptionsReader.Read(builder.Configuration, isManifest, isComposing ? OutputFolder.WhyNone(builder.Configuration) : null);
        if (isManifest)
        {
            // The public stack; whoever deploys it gives these.
            options.Environment = StackEnvironment.Public;
            options.Domain = builder.AddParameter("domain").Resource.ValueExpression;
            options.Email = builder.AddParameter("email").Resource.ValueExpression;
        }

        if (builder.ExecutionContext.IsRunMode)
        {
            DataDirectory.Prepare(options.DataDirectory);
            StartupSummary.AddTo(builder);
            builder.Eventing.Subscribe<BeforeStartEvent>((_, _) => PortCheck.Problems(builder.Resources) is { Count: > 0 } problems
                ? throw new SettingsException(problems)
                : Task.CompletedTask);
        }

        return new(options, builder.ExecutionContext.IsPublishMode, isComposing, machine);
    }
}
