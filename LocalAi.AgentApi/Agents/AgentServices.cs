using LocalAi.AgentApi.Agents.Context;
using LocalAi.AgentApi.Agents.Tools;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Agents;

internal static class AgentServices
{
    public static IServiceCollection AddAgent(this IServiceCollection services)
    {
        services.AddKernel();
        services.AddSingleton<ToolCatalog>();
        services.AddTransient<AgentTools>();
        services.AddTransient<AgentTurns>();
        services.AddSingleton<ToolSupport>();
        services.AddSingleton<ContextMeter>();
        services.AddTools(TimePlugin.Name, provider => new TimePlugin(provider.GetRequiredService<TimeProvider>()), ToolEffect.None, untrusted: false);
        services.AddTools(CalculatorPlugin.Name, _ => new CalculatorPlugin(), ToolEffect.None, untrusted: false);
        return services;
    }

    /// <summary>Makes the kernel functions of an object tools. A new capability of the agent is a plugin in its feature's folder and a call of this.</summary>
    /// <param name="services">Gets an <see cref="IToolSource"/>.</param>
    /// <param name="group">The plugin's name: tools are named <c>group_function</c>.</param>
    /// <param name="plugin">Makes the object, once.</param>
    /// <param name="effect">What a call may do.</param>
    /// <param name="untrusted">Results are other people's words.</param>
    public static IServiceCollection AddTools(
        this IServiceCollection services, string group, Func<IServiceProvider, object> plugin, ToolEffect effect, bool untrusted) =>
        services.AddSingleton<IToolSource>(provider =>
            new PluginTools(KernelPluginFactory.CreateFromObject(plugin(provider), group), effect, untrusted));
}
