using System.Diagnostics;
using System.Globalization;
using LocalAi.Hosting.Run.Processes;
using LocalAi.Hosting.Tests.Run.Hosts;
using LocalAi.TestServers;
using Npgsql;

namespace LocalAi.Hosting.Tests.Run.Processes;

/// <summary>A real host process is killed with SIGKILL; nothing that it started may be left 5 s later.</summary>
public sealed class WatchdogTests : IDisposable
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Children_AreGone_WhenTheHostIsKilled()
    {
        // A plain child, one that ignores its stop signal, and a grandchild in a session of its own.
        var file = _folder.File("grandchild");
        using var host = SampleHost.Start(
            _folder.Path,
            ["sleep 600", "trap '' TERM; while :; do sleep 0.1; done", $"setsid sh -c 'trap \"\" TERM; echo $$ > {file}; while :; do sleep 0.1; done' & wait"]);
        int[] children = [await host.RunningAsync("c0"), await host.RunningAsync("c1"), await host.RunningAsync("c2")];
        await Eventually.True(() => File.Exists(file) && File.ReadAllText(file).EndsWith('\n'), TimeSpan.FromSeconds(5), "the grandchild runs");
        int[] all = [.. children, int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture), host.Watchdog()!.Value];
        Assert.All(all, processId => Assert.NotNull(ProcessIdentity.Of(processId)));

        host.Kill();

        await Eventually.True(() => all.All(processId => ProcessIdentity.Of(processId) is null), Promised, "all gone");
    }

    [Fact]
    public async Task Child_RunAsAnotherUser_IsGone_WhenTheHostIsKilled()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may run programs as another user.");
        using var host = SampleHost.Start(_folder.Path, ["exec setpriv --reuid=nobody --regid=nogroup --clear-groups sleep 600"]);
        var child = await host.RunningAsync("c0");

        host.Kill();

        await Eventually.True(() => ProcessIdentity.Of(child) is null, Promised, "gone");
    }

    [Fact]
    public async Task PostgresAndItsBackends_AreGone_WhenTheHostIsKilled()
    {
        Assert.SkipWhen(PostgresServer.BinFolder is null, "Postgres is not installed.");
        var data = _folder.File("pg");
        var port = FreePort.Next();
        var drop = Environment.IsPrivilegedProcess ? "setpriv --reuid=nobody --regid=nogroup --clear-groups " : "";
        var bin = PostgresServer.BinFolder;
        Directory.CreateDirectory(data);
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["-R", "nobody", _folder.Path]);
            await chown.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var host = SampleHost.Start(
            _folder.File("data"),
            [$"cd {data} && {drop}{bin}/initdb -D {data}/c -U postgres --auth=trust --no-sync >/dev/null && exec {drop}{bin}/postgres -D {data}/c -p {port} -h 127.0.0.1 -k {data}"]);
        var postmaster = await host.RunningAsync("c0");
        await using var connection = await ConnectAsync(port);
        // A backend in the middle of a query must go too.
        var query = new NpgsqlCommand("select pg_sleep(600)", connection).ExecuteNonQueryAsync(CancellationToken.None);
        await Eventually.True(() => ProcessTree.Below(postmaster).Count >= 5, TimeSpan.FromSeconds(10), "Postgres' processes");
        var below = ProcessTree.Below(postmaster);

        host.Kill();

        await Eventually.True(
            () => ProcessIdentity.Of(postmaster) is null && !below.Any(process => process.IsRunning), Promised, "Postgres gone");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => query);
    }

    [Fact]
    public async Task Watchdog_IsReplaced_WhenItIsKilled()
    {
        using var host = SampleHost.Start(_folder.Path, ["sleep 600"]);
        var child = await host.RunningAsync("c0");
        var first = host.Watchdog();
        Signals.Send(first!.Value, Signal.Kill);
        await Eventually.True(() => host.Watchdog() is { } second && second != first, TimeSpan.FromSeconds(5), "a new watchdog");

        host.Kill();

        await Eventually.True(() => ProcessIdentity.Of(child) is null, Promised, "gone");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<NpgsqlConnection> ConnectAsync(int port)
    {
        while (true)
        {
            var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false");
            try
            {
                await connection.OpenAsync(TestContext.Current.CancellationToken);
                return connection;
            }
            catch (NpgsqlException)
            {
                await connection.DisposeAsync();
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }
}
