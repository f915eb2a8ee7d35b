using LocalAi.AgentApi.Agents.Tools;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Agents;

internal static class AgentServices
{
    /// <summary>Registers the kernel with its plugins. A new tool is a plugin in <c>Agents/Tools</c> and a line here.</summary>
    public static IServiceCollection AddAgent(this IServiceCollection services)
    {
        services.AddKernel();
        services.AddSingleton(provider => KernelPluginFactory.CreateFromObject(new TimePlugin(provider.GetRequiredService<TimeProvider>()), TimePlugin.Name));
        services.AddTransient<AgentTools>();
        return services;
    }
}
