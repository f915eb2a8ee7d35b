using System.Text;
using LocalAi.Cli.Backups;
using LocalAi.Cli.Backups.Local;
using LocalAi.Cli.Postgres;
using LocalAi.TestServers;

namespace LocalAi.Cli.Tests.Backups;

/// <summary>A data directory with a real Postgres cluster, saved and put back.</summary>
public sealed class LocalBackupTests : IDisposable
{
    private const string Password = "Pg0password";
    private const string Passphrase = "correct horse battery staple";

    private readonly Terminal _terminal = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-backup-").FullName;

    public LocalBackupTests()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Postgres runs as another user when the tests run as root.
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        _terminal.Variables[Cli.Backups.Passphrase.Variable] = Passphrase;
    }

    private string Data => Path.Combine(_folder, "data");

    private string Other => Path.Combine(_folder, "other");

    private string Backup => Path.Combine(_folder, "stack.backup");

    public void Dispose()
    {
        _terminal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Backup_IsPutBackElsewhere_WhetherTheServerRunsOrNot(bool isRunning)
    {
        Assert.SkipWhen(PostgresServer.BinFolder is null, "Postgres is not installed: run eng/real-services.sh install");
        await using (var server = await MakeDataAsync())
        {
            if (!isRunning)
            {
                await server.DisposeAsync();
            }

            Assert.Equal(0, await _terminal.RunAsync("backup", Backup, "--data-directory", Data));
        }

        Assert.Equal(0, await _terminal.RunAsync("restore", Backup, "--data-directory", Other));
        await using var restored = await LocalDatabase.OpenAsync(Other, Password, TestContext.Current.CancellationToken);
        Assert.Equal("Grüße|ada", await restored.QueryAsync("agent", "SELECT text, pg_get_userbyid(relowner) FROM message, pg_class WHERE relname = 'message'", TestContext.Current.CancellationToken));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Data, "secrets.json"), TestContext.Current.CancellationToken), await File.ReadAllTextAsync(Path.Combine(Other, "secrets.json"), TestContext.Current.CancellationToken));
        Assert.Equal("workflow", await File.ReadAllTextAsync(Path.Combine(Other, "n8n", ".n8n", "config"), TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Path.Combine(Other, "logs")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Backup));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Other, "secrets.json")));
        }
    }

    [Fact]
    public async Task Backup_SaysWhatItWouldSave_AndWritesNothing_InADryRun()
    {
        MakeFiles(Data);

        Assert.Equal(0, await _terminal.RunAsync("backup", Backup, "--data-directory", Data, "--dry-run"));

        Assert.Equal($"Would save {Data}\n  folder.tar\n", _terminal.Output);
        Assert.False(File.Exists(Backup));
    }

    [Fact]
    public async Task Restore_RefusesOverData_AndMovesItAside_WithReplace()
    {
        await SaveFilesAsync();
        MakeFiles(Other, "older");

        Assert.Equal(1, await _terminal.RunAsync("restore", Backup, "--data-directory", Other));
        Assert.Equal($"{Other} has data already. With --replace it is moved aside and the backup takes its place. Nothing was changed.\n", _terminal.Error);
        Assert.Equal("older", ReadConfig(Other));

        Assert.Equal(0, await _terminal.RunAsync("restore", Backup, "--data-directory", Other, "--replace"));
        Assert.Equal("workflow", ReadConfig(Other));
        Assert.Equal("older", ReadConfig(Assert.Single(Directory.GetDirectories(_folder, "other.before-*"))));
    }

    [Fact]
    public async Task Restore_Refuses_WhileTheStackRuns()
    {
        await SaveFilesAsync();
        using var running = DataDirectoryLock.TryTake(Data);

        Assert.Equal(1, await _terminal.RunAsync("restore", Backup, "--data-directory", Data, "--replace"));

        Assert.Equal($"LocalAi runs on {Data}: stop it first. Nothing was changed.\n", _terminal.Error);
        Assert.Equal("workflow", ReadConfig(Data));
    }

    [Fact]
    public async Task Restore_ChangesNothing_InADryRun()
    {
        await SaveFilesAsync();

        Assert.Equal(0, await _terminal.RunAsync("restore", Backup, "--data-directory", Other, "--dry-run"));

        Assert.Contains($"Would restore to {Other}: files and secrets. Nothing was changed.", _terminal.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Other));
    }

    [Fact]
    public async Task Restore_ChangesNothing_WhenTheFileIsCutShort()
    {
        await SaveFilesAsync();
        await File.WriteAllBytesAsync(Backup, (await File.ReadAllBytesAsync(Backup, TestContext.Current.CancellationToken))[..^20], TestContext.Current.CancellationToken);

        await RefusesAsync($"{Backup} is cut short or damaged at its end. Nothing was changed.");
    }

    [Fact]
    public async Task Restore_ChangesNothing_WhenThePassphraseIsAnother()
    {
        await SaveFilesAsync();
        _terminal.Variables[Cli.Backups.Passphrase.Variable] = "another passphrase";

        await RefusesAsync($"{Backup} was made with another passphrase. Nothing was changed.");
    }

    [Fact]
    public async Task Restore_ChangesNothing_WhenANewerLocalAiMadeTheBackup()
    {
        var manifest = new BackupManifest { LocalAiVersion = "99.1.0.0", Created = TimeProvider.System.GetUtcNow(), Kind = BackupKind.Local };
        await BackupFile.WriteAsync(Backup, Passphrase, manifest, [], (_, _) => { }, TestContext.Current.CancellationToken);

        await RefusesAsync($"{Backup} was made by LocalAi 99.1.0.0, and this is {ProgramVersion.Number}: upgrade this program, then restore. Nothing was changed.");
    }

    [Fact]
    public async Task Backup_LeavesNoFile_WhenAPartFails()
    {
        var manifest = new BackupManifest { LocalAiVersion = "0.1.0.0", Created = TimeProvider.System.GetUtcNow(), Kind = BackupKind.Local };
        var part = new BackupPart("broken", (_, _) => throw new CommandFailedException("pg_dump failed"));

        await Assert.ThrowsAsync<CommandFailedException>(() => BackupFile.WriteAsync(Backup, Passphrase, manifest, [part], (_, _) => { }, TestContext.Current.CancellationToken));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Backup_LeavesNoHalfFile_WhenTheDiskIsFull()
    {
        MakeFiles(Data);
        await File.WriteAllBytesAsync(Path.Combine(Data, "big"), System.Security.Cryptography.RandomNumberGenerator.GetBytes(2 << 20), TestContext.Current.CancellationToken);
        var small = Directory.CreateDirectory(Path.Combine(_folder, "small")).FullName;
        // A disk of one megabyte, in a mount namespace of its own.
        var script = $"mount -t tmpfs -o size=1m tmpfs '{small}' && {{ {Cli.Backups.Passphrase.Variable}='{Passphrase}' dotnet '{typeof(LocalAiCommand).Assembly.Location}' backup '{small}/stack.backup' --data-directory '{Data}' 2>&1; echo \"exit $?\"; echo \"left: $(ls -A '{small}')\"; }}";
        string[] inNamespace = ["--map-root-user", "--mount", "sh", "-c"];
        Assert.SkipUnless(RealServices.Run("unshare", [.. inNamespace, "true"]) == 0, "not obtainable: this user may not make a mount namespace");

        var output = RealServices.Read("unshare", [.. inNamespace, script]);

        Assert.Contains($"The backup cannot be written to {small}/stack.backup: No space left on device", output, StringComparison.Ordinal);
        Assert.EndsWith("exit 1\nleft:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_IsRefused_WhereItCannotBe()
    {
        MakeFiles(Data);
        var inside = Path.Combine(Data, "n8n", "stack.backup");
        Assert.Equal(1, await _terminal.RunAsync("backup", Path.Combine(_folder, "nowhere", "stack.backup"), "--data-directory", Data));
        Assert.Equal(1, await _terminal.RunAsync("backup", inside, "--data-directory", Data));
        Assert.Equal(1, await _terminal.RunAsync("backup", Path.Combine(Data, "secrets.json"), "--data-directory", Data));

        Assert.Equal(
            $"There is no folder {Path.Combine(_folder, "nowhere")}: make it, or name a file elsewhere.\n"
            + $"{inside} lies in what is saved: name a file outside of {Data}, best on another disk.\n"
            + $"{Path.Combine(Data, "secrets.json")} exists already: name a new file.\n",
            _terminal.Error);
        Assert.False(File.Exists(inside));
    }

    [Fact]
    public async Task Backup_RefusesAShortPassphrase()
    {
        MakeFiles(Data);
        _terminal.Variables[Cli.Backups.Passphrase.Variable] = "short";
        Assert.Equal(1, await _terminal.RunAsync("backup", Backup, "--data-directory", Data));

        Assert.Equal("The passphrase has 5 characters: take 12 or more. Everything that the stack knows is behind it.\n", _terminal.Error);
        Assert.False(File.Exists(Backup));
    }

    private async Task RefusesAsync(string message)
    {
        Assert.Equal(1, await _terminal.RunAsync("restore", Backup, "--data-directory", Other));
        Assert.Equal(message + "\n", _terminal.Error);
        Assert.False(Directory.Exists(Other));
    }

    private async Task SaveFilesAsync()
    {
        MakeFiles(Data);
        Assert.Equal(0, await _terminal.RunAsync("backup", Backup, "--data-directory", Data));
    }

    private async Task<LocalDatabase> MakeDataAsync()
    {
        MakeFiles(Data);
        var server = await LocalDatabase.CreateAsync(Data, Password, TestContext.Current.CancellationToken);
        await server.ExecuteAsync("postgres", "CREATE ROLE ada LOGIN PASSWORD 'adas'", TestContext.Current.CancellationToken);
        await server.ExecuteAsync("postgres", "CREATE DATABASE agent OWNER ada", TestContext.Current.CancellationToken);
        await server.ExecuteAsync("agent", "SET ROLE ada; CREATE TABLE message (text text); INSERT INTO message VALUES ('Grüße')", TestContext.Current.CancellationToken);
        return server;
    }

    private static void MakeFiles(string folder, string config = "workflow")
    {
        Directory.CreateDirectory(Path.Combine(folder, "n8n", ".n8n"));
        Directory.CreateDirectory(Path.Combine(folder, "logs"));
        File.WriteAllText(Path.Combine(folder, "logs", "agent.log"), "what happened");
        File.WriteAllText(Path.Combine(folder, "n8n", ".n8n", "config"), config);
        File.WriteAllText(Path.Combine(folder, "secrets.json"), $$"""{"Parameters:postgres-password":"{{Password}}"}""");
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(Path.Combine(folder, "secrets.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static string ReadConfig(string folder) => File.ReadAllText(Path.Combine(folder, "n8n", ".n8n", "config"), Encoding.UTF8);
}
