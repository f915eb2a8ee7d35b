using System.Diagnostics;
using LocalAi.TestServers;

namespace LocalAi.Cli.Tests.Backups;

/// <summary>A backup that is ended while it copies a volume, with a docker that writes down what it is asked and never ends that copy.</summary>
public sealed class InterruptedBackupTests : IDisposable
{
    private const string Docker = """
        #!/bin/sh
        echo "$*" >>"$DOCKER_LOG"
        case $* in
          'compose config'*) echo '{"name":"stack","services":{"n8n":{"image":"n8n","volumes":[{"type":"volume","source":"n8n","target":"/data"}]}},"volumes":{"n8n":{"name":"stack_n8n"}}}' ;;
          'volume ls'*) echo stack_n8n ;;
          'compose ps'*) echo '[{"ID":"1","Service":"n8n","State":"running"}]' ;;
          create*) echo copy ;;
          cp*) exec sleep 600 ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("localai-interrupted-").FullName;

    private string Log => Path.Combine(_folder, "docker.log");

    [Fact]
    public async Task Backup_LetsTheServiceGoOn_AndLeavesNoFile_WhenItIsEnded()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "not obtainable: Windows has no such signals");
        Write("bin/docker", Docker);
        File.SetUnixFileMode(Path.Combine(_folder, "bin", "docker"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write("deployed/docker-compose.yaml", "services: {}\n");
        Write("docker.log", "");
        Directory.CreateDirectory(Path.Combine(_folder, "backups"));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var process = Start();
        while (!(await ReadLogAsync()).Any(line => line.StartsWith("cp ", StringComparison.Ordinal)))
        {
            Assert.False(process.HasExited);
            await Task.Delay(50, limit.Token);
        }

        Assert.Equal(0, RealServices.Run("kill", ["-TERM", $"{process.Id}"]));
        await process.WaitForExitAsync(limit.Token);

        Assert.Equal(1, process.ExitCode);
        Assert.Equal(["compose pause n8n", "rm --volumes copy", "compose unpause n8n"], (await ReadLogAsync()).Where(line => line.Contains("pause", StringComparison.Ordinal) || line.StartsWith("rm", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder, "backups")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LocalAiCommand).Assembly.Location, "backup", Path.Combine(_folder, "backups", "stack.backup"), "--deployment", Path.Combine(_folder, "deployed")]);
        start.Environment["PATH"] = $"{_folder}/bin:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["DOCKER_LOG"] = Log;
        start.Environment[Cli.Backups.Passphrase.Variable] = "correct horse battery staple";
        return Process.Start(start)!;
    }

    private async Task<string[]> ReadLogAsync() => await File.ReadAllLinesAsync(Log, TestContext.Current.CancellationToken);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
    }
}
