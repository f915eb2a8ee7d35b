using System.Diagnostics;
using LocalAi.AppHost.N8n;

namespace LocalAi.AppHost.Tests.N8n;

/// <summary>The script in front of n8n, with a program in n8n's place that notes how it is called.</summary>
public sealed class StartScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-n8n-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Calls => File.ReadAllText(Path.Combine(_folder, "calls")).Trim();

    [Fact]
    public async Task Import_HappensOnce_AndAgainWhenSomethingHasChanged()
    {
        await PutN8nAsync("import*) echo 'Successfully imported 1';; publish*) echo 'Please restart n8n';;");

        Assert.Contains("are in n8n", await RunAsync("model-a"));
        Assert.Equal("import:credentials import:workflow publish:workflow start", Calls.ReplaceLineEndings(" "));
        Assert.DoesNotContain("are in n8n", await RunAsync("model-a"));
        Assert.Contains("are in n8n", await RunAsync("model-b"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, ".n8n"), "*.json"));
    }

    [Fact]
    public async Task FailedImport_IsAWarning_AndN8nStarts()
    {
        await PutN8nAsync("import*) echo 'There was an error';;");

        Assert.Contains("Warning: the starter workflows of LocalAi could not be brought into n8n", await RunAsync("model"));
        Assert.Equal("import:credentials start", Calls.ReplaceLineEndings(" "));

        // The next start tries again.
        await RunAsync("model");
        Assert.Equal("import:credentials start import:credentials start", Calls.ReplaceLineEndings(" "));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task PutN8nAsync(string cases)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "not obtainable: the script is for Linux and macOS");
        var program = Path.Combine(_folder, "n8n");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho \"$1\" >>'{_folder}/calls'\ncase \"$* \" in {cases} esac\n", Cancellation);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(_folder, "start.sh"), StarterWorkflows.ReadText("start.sh"), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder, "workflows.json"), """[{ "model": "__CHAT_MODEL__" }]""", Cancellation);
    }

    private async Task<string> RunAsync(string model)
    {
        var start = new ProcessStartInfo("sh", [Path.Combine(_folder, "start.sh"), Path.Combine(_folder, "workflows.json")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["N8N_USER_FOLDER"] = _folder;
        start.Environment["LOCALAI_CHAT_MODEL"] = model;
        start.Environment["LOCALAI_WORKFLOWS"] = "one";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
        return output + await error;
    }
}
