using System.Net;
using System.Net.Sockets;
using LocalAi.Hosting.Run.Processes;

namespace LocalAi.Hosting.Tests.Run.Hosts;

/// <summary>What only a host in a process of its own can show: signals, exit codes, two of them at once.</summary>
public sealed class HostProcessTests : IDisposable
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(nameof(Signal.Terminate))]
    [InlineData(nameof(Signal.Interrupt))]
    public async Task Host_StopsItsChildrenAndEndsWithZero_WhenSignalled(string signal)
    {
        using var host = SampleHost.Start(_folder.Path, ["sleep 600", "trap 'exit 0' TERM; while :; do sleep 0.05; done"]);
        int[] children = [await host.RunningAsync("c0"), await host.RunningAsync("c1")];

        host.Send(Enum.Parse<Signal>(signal));

        Assert.Equal((0, ""), (await host.ExitAsync(Promised), host.Errors.Trim()));
        Assert.All(children, child => Assert.Null(ProcessIdentity.Of(child)));
    }

    [Fact]
    public async Task SecondHost_SaysWhoHasTheDataDirectory_AndEndsWithOne()
    {
        using var first = SampleHost.Start(_folder.Path, ["sleep 600"]);
        var child = await first.RunningAsync("c0");
        using var second = SampleHost.Start(_folder.Path, ["sleep 600"]);

        Assert.Equal(1, await second.ExitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(
            $"LocalAi is already running on this data directory: process {first.Id} uses {_folder.Path}. "
            + "Stop it first, or set LocalAi:DataDirectory to another folder to run a second stack (and other ports).",
            second.Errors.Trim());
        Assert.NotNull(ProcessIdentity.Of(child));
        first.Send(Signal.Terminate);
        await first.ExitAsync(Promised);
    }

    [Fact]
    public async Task NextHost_EndsWhatWasLeftBehind_WhenTheWatchdogWasKilledToo()
    {
        int orphan;
        using (var host = SampleHost.Start(_folder.Path, ["sleep 600"]))
        {
            orphan = await host.RunningAsync("c0");
            var watchdog = host.Watchdog()!.Value;
            // Stopped, so that it can neither replace its watchdog nor notice that it is gone.
            Signals.Send(host.Id, (Signal)19);
            Signals.Send(watchdog, Signal.Kill);
            host.Kill();
            await host.ExitAsync(Promised);
        }

        Assert.NotNull(ProcessIdentity.Of(orphan));
        using var next = SampleHost.Start(_folder.Path, ["sleep 600"]);
        Assert.NotEqual(orphan, await next.RunningAsync("c0"));
        Assert.Null(ProcessIdentity.Of(orphan));
        next.Send(Signal.Terminate);
        await next.ExitAsync(Promised);
    }

    [Fact]
    public async Task Host_NamesTheSetting_WhenTheDataDirectoryCannotBeWritten()
    {
        using var host = SampleHost.Start("/proc/localai", []);

        Assert.Equal(1, await host.ExitAsync(TimeSpan.FromSeconds(20)));
        Assert.StartsWith("LocalAi:DataDirectory is '/proc/localai', which cannot be written: ", host.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--LocalAi:Services:dashboard:Port=70000", "LocalAi:Services:dashboard:Port must be a TCP port from 1 to 65535.")]
    [InlineData("--LocalAi:Services:dashboard:Port=many", "Failed to convert configuration value 'many' at 'LocalAi:Services:dashboard:Port' to type 'System.Int32'.")]
    [InlineData("--LocalAi:Services:dashboard:Source=maybe", "LocalAi:Services:dashboard:Source is not known; allowed are auto, native and off.")]
    [InlineData("--LocalAi:Services:resource-service:Port=0", "LocalAi:Services:resource-service:Port must be a TCP port from 1 to 65535.")]
    public async Task Host_NamesTheKey_WhenASettingIsMalformed(string argument, string message)
    {
        using var host = SampleHost.Start(_folder.Path, [], argument);

        Assert.Equal(1, await host.ExitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(message, host.Errors.Trim());
    }

    [Fact]
    public async Task Host_NamesTheSetting_WhenTheResourceServicesPortIsInUse()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var host = SampleHost.Start(_folder.Path, [], $"--LocalAi:Services:resource-service:Port={port}");

        Assert.Equal(1, await host.ExitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(
            $"Port {port} of the resource service is already in use on this machine. "
            + "Stop the program that uses it, or set LocalAi:Services:resource-service:Port to a free port.",
            host.Errors.Trim());
    }

    public void Dispose() => _folder.Dispose();
}
