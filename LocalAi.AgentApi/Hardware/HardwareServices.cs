using LocalAi.Hardware.Detection;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Hardware;

internal static class HardwareServices
{
    public static IServiceCollection AddHardware(this IServiceCollection services)
    {
        services.AddOptions<HardwareOptions>().BindConfiguration(HardwareOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HardwareOptions>, MachineInventory.Validator>();
        services.AddSingleton<Func<CancellationToken, Task<DetectedHardware>>>(_ => HardwareDetector.ForThisMachine().DetectAsync);
        services.AddSingleton<MachineInventory>();
        services.AddSingleton<ModelShapes>();
        return services;
    }
}
