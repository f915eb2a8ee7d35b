namespace LocalAi.AgentApi.ModelManagement;

internal static class ModelManagementServices
{
    public static IServiceCollection AddModelManagement(this IServiceCollection services)
    {
        services.AddOptions<ModelManagementOptions>().BindConfiguration(ModelManagementOptions.SectionName);
        services.AddSingleton<Func<string, long?>>(_ => ModelDisk.FreeBytesOf);
        return services
            .AddSingleton<ModelDisk>()
            .AddSingleton<ModelServers>()
            .AddSingleton<MeasuredSpeeds>()
            .AddSingleton<ModelLibrary>()
            .AddSingleton<ModelChanges>()
            .AddSingleton<AdapterFiles>()
            .AddSingleton<ModelCreation>();
    }
}
