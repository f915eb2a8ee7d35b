using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using LocalAi.Hardware.Detection;

namespace LocalAi.Cli.Doctor;

/// <summary>Everything the checks ask of the machine and the network; tests answer instead.</summary>
internal sealed record DoctorProbes
{
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SlowCommandLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan NetworkLimit = TimeSpan.FromSeconds(5);

    /// <summary>Runs a program with a time limit.</summary>
    public required Func<string, IReadOnlyList<string>, CancellationToken, Task<CommandResult>> Run { get; init; }

    /// <summary>Runs a program that downloads something or starts a container, with a longer limit.</summary>
    public required Func<string, IReadOnlyList<string>, CancellationToken, Task<CommandResult>> RunSlow { get; init; }

    /// <summary>Free bytes on the volume of a path whose directories need not exist.</summary>
    public required Func<string, long> FreeBytes { get; init; }

    /// <summary>Null when the directory can be written (or made), else why not.</summary>
    public required Func<string, string?> WhyNotWritable { get; init; }

    /// <summary>True when this program could listen on the port of 127.0.0.1 (or of all addresses).</summary>
    public required Func<int, bool, bool> CanListen { get; init; }

    /// <summary>Sockets that listen on this machine now.</summary>
    public required Func<IReadOnlyList<IPEndPoint>> Listeners { get; init; }

    /// <summary>Addresses of this machine's interfaces, without loopback.</summary>
    public required Func<IReadOnlyList<IPAddress>> OwnAddresses { get; init; }

    /// <summary>Addresses of a name; empty when it has none.</summary>
    public required Func<string, CancellationToken, Task<IReadOnlyList<IPAddress>>> Resolve { get; init; }

    /// <summary>The time that the server at a URL says it is; null when it does not answer.</summary>
    public required Func<Uri, CancellationToken, Task<DateTimeOffset?>> RemoteTime { get; init; }

    /// <summary>A setting as an environment variable, for example <c>LocalAi__DataDirectory</c>.</summary>
    public required Func<string, string?> Setting { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    public static DoctorProbes ForThisMachine() => new()
    {
        Run = new CommandRunner(CommandLimit, TimeProvider.System).RunAsync,
        RunSlow = new CommandRunner(SlowCommandLimit, TimeProvider.System).RunAsync,
        FreeBytes = path => new DriveInfo(Existing(path)).AvailableFreeSpace,
        WhyNotWritable = WhyNotWritableTo,
        CanListen = CanListenOn,
        Listeners = () => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(),
        OwnAddresses = () =>
        [
            .. NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal),
        ],
        Resolve = ResolveAsync,
        RemoteTime = RemoteTimeAsync,
        Setting = Environment.GetEnvironmentVariable,
        Time = TimeProvider.System,
    };

    private static string Existing(string path)
    {
        var existing = Path.GetFullPath(path);
        while (!Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing) ?? Path.GetPathRoot(path)!;
        }

        return existing;
    }

    private static string? WhyNotWritableTo(string path)
    {
        var file = Path.Combine(Existing(path), $".localai-doctor-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(file, "");
            File.Delete(file);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    private static bool CanListenOn(int port, bool everywhere)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(everywhere ? IPAddress.Any : IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(name, cancellationToken).WaitAsync(NetworkLimit, cancellationToken);
        }
        catch (Exception error) when (error is SocketException or TimeoutException or ArgumentException)
        {
            return [];
        }
    }

    private static async Task<DateTimeOffset?> RemoteTimeAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = NetworkLimit };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var response = await client.SendAsync(request, cancellationToken);
            return response.Headers.Date;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
