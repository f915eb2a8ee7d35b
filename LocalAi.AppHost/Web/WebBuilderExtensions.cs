using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Web;

/// <summary>Who may use the web UI, and as whom it calls the agent.</summary>
internal static class WebBuilderExtensions
{
    /// <summary>Gives the web UI the stack's key; where others can reach it, it wants a password.</summary>
    public static IResourceBuilder<ProjectResource> WithSignIn(
        this IResourceBuilder<ProjectResource> web, LocalAiStack stack, IResourceBuilder<ParameterResource> agentKey)
    {
        web.WithEnvironment("Web__AgentKey", agentKey);
        return stack.Options.Environment == StackEnvironment.Private
            ? web
            : web.WithEnvironment("Web__Password", web.ApplicationBuilder.AddSecret("web-password", length: 24));
    }
}
