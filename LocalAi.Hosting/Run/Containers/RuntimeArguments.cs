using System.Globalization;
using Docker.DotNet.Models;
using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>Arguments of <c>docker run</c> that an app host adds, as settings of the engine's API.</summary>
internal static class RuntimeArguments
{
    private static readonly HashSet<string> Flags = ["--read-only", "--init", "--privileged"];

    /// <exception cref="ResourceStartException">An argument is not known here; the message names it.</exception>
    public static void Apply(IReadOnlyList<string> arguments, CreateContainerParameters container)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var equals = arguments[index].IndexOf('=');
            var name = equals < 0 ? arguments[index] : arguments[index][..equals];
            if (Flags.Contains(name))
            {
                ApplyFlag(name, container.HostConfig!);
                continue;
            }

            var value = equals >= 0 ? arguments[index][(equals + 1)..]
                : ++index < arguments.Count ? arguments[index]
                : throw new ResourceStartException($"The container argument '{name}' has no value.");
            Apply(name, value, container);
        }
    }

    private static void ApplyFlag(string name, HostConfig host)
    {
        host.ReadonlyRootfs |= name == "--read-only";
        host.Privileged |= name == "--privileged";
        host.Init = name == "--init" ? true : host.Init;
    }

    private static void Apply(string name, string value, CreateContainerParameters container)
    {
        var host = container.HostConfig!;
        switch (name)
        {
            case "--gpus":
                // "all", "2" or "device=0,1", as the command line of Docker takes it.
                (host.DeviceRequests ??= []).Add(Gpus(value));
                break;
            case "--device":
                var parts = value.Split(':');
                (host.Devices ??= []).Add(new DeviceMapping
                {
                    PathOnHost = parts[0], PathInContainer = parts.ElementAtOrDefault(1) ?? parts[0], CgroupPermissions = parts.ElementAtOrDefault(2) ?? "rwm",
                });
                break;
            case "--cap-add":
                (host.CapAdd ??= []).Add(value);
                break;
            case "--cap-drop":
                (host.CapDrop ??= []).Add(value);
                break;
            case "--security-opt":
                (host.SecurityOpt ??= []).Add(value);
                break;
            case "--group-add":
                (host.GroupAdd ??= []).Add(value);
                break;
            case "--add-host":
                (host.ExtraHosts ??= []).Add(value);
                break;
            case "--tmpfs":
                var colon = value.IndexOf(':');
                (host.Tmpfs ??= new Dictionary<string, string>())[colon < 0 ? value : value[..colon]] = colon < 0 ? "" : value[(colon + 1)..];
                break;
            case "--user" or "-u":
                container.User = value;
                break;
            case "--memory" or "-m":
                host.Memory = Bytes(name, value);
                break;
            case "--shm-size":
                host.ShmSize = Bytes(name, value);
                break;
            case "--cpus":
                host.NanoCPUs = (long)(double.Parse(value, CultureInfo.InvariantCulture) * 1e9);
                break;
            case "--ipc":
                host.IpcMode = value;
                break;
            case "--stop-signal":
                container.StopSignal = value;
                break;
            default:
                throw new ResourceStartException($"The container argument '{name}' is not known to LocalAi's host.");
        }
    }

    private static DeviceRequest Gpus(string value)
    {
        const string devices = "device=";
        var request = new DeviceRequest { Capabilities = [["gpu"]] };
        if (value.StartsWith(devices, StringComparison.Ordinal))
        {
            request.DeviceIDs = value[devices.Length..].Split(',');
        }
        else
        {
            request.Count = value == "all" ? -1 : long.Parse(value, CultureInfo.InvariantCulture);
        }

        return request;
    }

    private static long Bytes(string name, string value)
    {
        var factor = char.ToLowerInvariant(value[^1]) switch { 'k' => 1L << 10, 'm' => 1L << 20, 'g' => 1L << 30, _ => 1L };
        return long.TryParse(factor == 1 ? value : value[..^1], CultureInfo.InvariantCulture, out var number)
            ? number * factor
            : throw new ResourceStartException($"The container argument '{name}' is '{value}': a number of bytes, or one with k, m or g.");
    }
}
