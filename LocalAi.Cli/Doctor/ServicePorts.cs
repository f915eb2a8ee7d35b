using System.Globalization;

namespace LocalAi.Cli.Doctor;

/// <summary>A port that a service of the stack listens on.</summary>
/// <param name="Service">Name under <c>LocalAi:Services</c>.</param>
/// <param name="Setting">Full key that moves it.</param>
/// <param name="Number">Port from 1 to 65535.</param>
/// <param name="Required">False for a service that may be off.</param>
internal sealed record ServicePort(string Service, string Setting, int Number, bool Required)
{
    private static readonly (string Service, string Key, int Port, bool Required)[] Defaults =
    [
        ("web", "Port", 7080, true), ("agent", "Port", 7081, true), ("dashboard", "Port", 18888, true), ("dashboard", "OtlpGrpcPort", 18889, true),
        ("dashboard", "OtlpHttpPort", 18890, true), ("resource-service", "Port", 18887, true), ("simulator", "Port", 11435, true), ("postgres", "Port", 7432, true),
        ("n8n", "Port", 5678, false), ("open-webui", "Port", 3000, false), ("searxng", "Port", 8081, false),
    ];

    /// <summary>All ports, as the environment sets them or by default.</summary>
    public static IReadOnlyList<ServicePort> All(Func<string, string?> setting) =>
    [
        .. Defaults.Select(port => new ServicePort(
            port.Service,
            $"LocalAi:Services:{port.Service}:{port.Key}",
            int.TryParse(setting($"LocalAi__Services__{port.Service}__{port.Key}"), NumberStyles.None, CultureInfo.InvariantCulture, out var set) && set is > 0 and < 65536 ? set : port.Port,
            port.Required)),
    ];
}
